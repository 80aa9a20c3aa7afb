"""The many ways to write "nothing": a dash, なし, 調査中. One meaning per column, never stored.

In a fee column "0" or 無料 is free and a dash says nothing; 「調査中」 means that the sender does not
know yet, which is worth a question before anybody reads it.
"""

import re
from functools import lru_cache
from typing import Literal

from notifier.intake.reading.plain import plain

Nothing = Literal["", "empty", "pending"]

_EMPTY = re.compile(
    r"(?:[-ー~.…・*/\s]+|[(]?(?:特に)?(?:無し|なし|無|ナシ|none|n/?a|null|該当なし|特になし|とくになし)[)]?。?)",
    re.I,
)
_PENDING = re.compile(
    r"[(]?(?:現在)?(?:調査中|確認中|未定|検討中|調整中|準備中|後日(?:連絡|発表|お知らせ)|tba|tbd|未確認)[)]?。?",
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


def said(text: str) -> str:
    """``text`` when it says something, "" when it is one of the ways to write nothing."""
    return "" if nothing(text) else text.strip()
