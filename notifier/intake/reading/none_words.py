"""The many ways to write "nothing": a dash, なし, 調査中. One meaning per column, never stored.

In a fee column 0, 無料 and なし are free and a dash says nothing; where one would tell how to apply,
不要 and なし mean that nobody has to. 「調査中」 means that the sender does not know yet, which is
worth a question before anybody reads it.
"""

import re
from functools import lru_cache
from typing import Literal

from notifier.intake.reading.plain import plain

Nothing = Literal["", "empty", "pending"]

_NO = r"(?:特に|とくに|今回は|一切|特記事項|記載事項|連絡事項|備考|制限|定め|限定|指定|条件|定員|参加費|費用)?(?:は|も)?(?:特に)?(?:無し|なし|無|ナシ|none|n/?a|null|該当なし|該当無し|ありません|ございません|nil)"
_EMPTY = re.compile(
    rf"(?:[-ー~.…・*/\\_＿=\s]+|[(]?{_NO}(?:です)?[)]?。?|[(]?(?:空欄|同上|記載なし|指定なし)[)]?)",
    re.I,
)
_NO_SUCH_THING = re.compile(rf"[(]?{_NO}(?:です)?[)]?。?", re.I)
_PENDING = re.compile(
    r"[(※]?(?:現在|ただいま|只今|まだ)?(?:調査中|確認中|未定|検討中|調整中|準備中|相談中|問い?合わ?せ中|後日(?:連絡|発表|お知らせ|公開|案内|決定)?(?:します|予定|いたします)?|追って(?:連絡|お知らせ)(?:します|いたします)?|近日(?:公開|発表|お知らせ)|決まり次第(?:連絡|お知らせ)?(?:します)?|決定次第(?:連絡|お知らせ)?(?:します)?|tba|tbd|未確認|未確定|わかりません|不明)(?:です)?[)]?。?",
    re.I,
)
_BLANK_FORM = re.compile(r"[〇○◯●×\s年月日時分]+")


@lru_cache(maxsize=4096)
def nothing(text: str) -> Nothing:
    """``"empty"``: nothing said or "none"; ``"pending"``: not known yet; ``""``: something is said."""
    folded = plain(text)
    if not folded or _EMPTY.fullmatch(folded) or _BLANK_FORM.fullmatch(folded):
        return "empty"
    return "pending" if _PENDING.fullmatch(folded) else ""


@lru_cache(maxsize=4096)
def no_such_thing(text: str) -> bool:
    """Whether ``text`` is one of the words for "there is none" (なし), not a dash or a blank."""
    return bool(_NO_SUCH_THING.fullmatch(plain(text)))


def said(text: str) -> str:
    """``text`` when it says something, "" when it is one of the ways to write nothing."""
    return "" if nothing(text) else text.strip()
