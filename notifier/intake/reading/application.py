"""Whether one has to apply: 要予約, 申込不要, 当日直接. Both ways, or only a telephone number: not sure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.none_words import no_such_thing, nothing
from notifier.intake.reading.plain import digits, plain

_APPLY = r"(?:お?申し?込み?|お?申し込み|予約|エントリー|登録|申請|応募|受付)"
_NOT_NEEDED = re.compile(
    rf"(?:事前|参加)?の?{_APPLY}(?:等|など)?(?:は|も)?\s*(?:不要|いりません|要りません|必要ありません|必要なし|なし|無し|無用|不必要|せず)"
    r"|^不要|当日(?:は)?(?:、)?\s*(?:直接|会場へ|会場に|先着|受付|参加)|自由に(?:ご)?(?:参加|入場|観覧|見学|出入り)|直接(?:会場|お越し|お?来|ご来|おいで|施設|現地|各)|(?:自由|フリー)(?:参加|入場)|(?:参加|出入り|入退場|来場)(?:は)?自由|飛び?入り|ノンアポ|ふらっと|お気軽に(?:お越し|おいで|ご参加)"
)
_NEEDED = re.compile(
    rf"^必要|要{_APPLY}|{_APPLY}(?:先着|抽選)|(?:はがき|ハガキ|電話|メール|FAX|ファクス|窓口|フォーム|LINE)(?:に|で|にて|、|または|か)|(?:事前|完全|要)(?:の)?{_APPLY}|{_APPLY}(?:が)?(?:必要|制|要)|要(?:電話|連絡|事前)|{_APPLY}(?:者|先|方法|期間|期限|開始|フォーム|順)"
    rf"|(?:電話|メール|窓口|フォーム|LINE|ライン|web|ウェブ|ホームページ|HP|インターネット|ネット|QR(?:コード)?|来所|来館|FAX|ファ[ック]クス|ファックス|はがき|ハガキ|往復はがき|直接|アプリ|サイト|url|DM|インスタ(?:グラム)?|下記)[^。\n]{{0,20}}?(?:から|にて|で|へ|に|まで|より)[^。\n]{{0,25}}?{_APPLY}"
    rf"|{_APPLY}(?:は|を)?[、:：]?\s*(?:\d|電話|メール|窓口|フォーム|お電話|下記|まで|直接|こちら|ください|下さい|願|お願い|して|の上|のうえ|受付|開始|先)|までに?(?:、)?[^。\n]{{0,20}}{_APPLY}|抽選|ご予約|お申し?込み(?:ください|下さい)|締切|締め切り|必着|消印",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Application:
    """``needed`` is None when the words do not say, or say both."""

    needed: bool | None = None
    sure: bool = True


_PARTLY = re.compile(
    r"問い?合わ?せ(?:く|下|て)|一部|のみ要|方のみ|場合は要|希望"
    r"|(?:初回|初めて|はじめて|新規|未登録|市外|町外|村外|区外)(?:の?利用)?(?:の?(?:方|人|参加|場合|とき|時))?\s*(?:のみ|だけ|は|に(?!も)|時)"
    r"|(?:会員|利用者?|来館者?)登録"
)
# A line that says it plainly; what follows tells how.
_PLAINLY = re.compile(rf"(?:必要|要|要{_APPLY}|{_APPLY}が?必要)[。:]?")
_SURELY = re.compile(rf"{_APPLY}が?必要")
_ASK_MORE = re.compile(r"(?:詳しくは|詳細は|くわしくは)[^。\n]*問い?合わ?せ[^。\n]*")
_EVERYBODY = re.compile(r"(?:参加|観覧|見学|入場|受講|来場)を?希望(?:者|の方|される方)")
# 「託児希望の方のみ要予約」 is about the minding of children, not about coming.
_MINDING = re.compile(r"\([^()]*(?:託児|一時保育)[^()]*\)")
_HOW_LABEL = re.compile(rf"(?:参加)?{_APPLY}方法\s*[:：]?\s*(?=\n|$)")
_BY_PHONE = re.compile(r"電話\D{0,3}\d[\d()-]{8,}(?:で|にて)[^。\n]{0,25}へ")
_OPENS = re.compile(r"^~?\s*(?:\d{1,2}月|\d{1,2}/)\d{1,2}日?.*(?:~|から|まで|必着|締切)", re.S)


def read_applications(texts: Sequence[str]) -> Application:
    """One answer out of several cells; the nearest cell that says anything leads, and none may
    contradict it."""
    found = [read_application(text) for text in texts if not nothing(text) or no_such_thing(text)]
    told = {one.needed for one in found if one.needed is not None}
    if len(told) == 1:
        return Application(needed=told.pop(), sure=found[0].sure or found[0].needed is not None)
    return Application(sure=not told and not found)


@lru_cache(maxsize=4096)
def read_application(text: str) -> Application:
    """Whether ``text`` (an application column) asks people to apply."""
    state = nothing(text)
    if no_such_thing(text):
        return Application(needed=False)
    if state:
        return Application(sure=state != "pending")
    lines = _EVERYBODY.sub("参加者", _MINDING.sub("", _ASK_MORE.sub("", digits(plain(text)))))
    folded = " ".join(lines.split())
    without = _NOT_NEEDED.search(folded)
    if without:
        folded = " ".join(_HOW_LABEL.sub("", lines).split())
    needed = _NEEDED.search(_NOT_NEEDED.sub(" ", folded)) or _BY_PHONE.search(folded)
    plainly = not without and bool(_PLAINLY.fullmatch(lines.partition("\n")[0].strip()))
    if not plainly and ((without and needed) or (_PARTLY.search(folded) and not _is_sure(folded))):
        return Application(sure=False)
    if plainly or _OPENS.search(folded):
        return Application(needed=True)
    if not without and not needed:
        return Application(sure=False)
    return Application(needed=bool(needed))


def _is_sure(folded: str) -> bool:
    """「申込みが必要ですので、お問い合わせください」 says it, whatever else is asked about."""
    return bool(_SURELY.search(folded)) and not re.search(
        "一部|のみ|だけ|初|新規|場合|希望|[員用者館]登録", folded
    )


def say_application(found: Application) -> str:
    """「申込みが必要」, 「申込みは不要」, "" when not known."""
    if found.needed is None:
        return ""
    return "申込みが必要" if found.needed else "申込みは不要"
