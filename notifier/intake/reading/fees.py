"""What it costs, in yen for one participant or family, only when one sum is the whole answer."""

import re
from dataclasses import dataclass
from functools import lru_cache

from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain

_FREE = re.compile(
    r"(?:参加費|参加料|料金|受講料|費用|入場料?|観覧料?|会費)?\s*[:は]?\s*(?:無料|タダ|ただ|free|\\?0円?)(?:です)?[。!]?",
    re.I,
)
_BARE = re.compile(r"[\d,]+")
_FREE_AND = re.compile(
    r"無料(?:[・、\s(]*(?:申込み?不要|予約不要|要予約|要申込み?|どなたでも|参加自由)[)]?)+"
)
_SUM = re.compile(r"(?:\\|¥|￥)?\s*(\d{1,3}(?:,\d{3})+|\d+)\s*(?:円|えん)?")
_YEN = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{3})+|\d+)\s*円")
# The two loops never give back (*+): 「親子1組」 is also 「親子」「1組」, and a line of them would
# otherwise be tried in every combination.
_ONE_SUM = re.compile(
    r"(?:(?:参加費|参加料|料金|受講料|費用|会費|入場料|教材費|材料費|資料代|保険料|お茶代|おやつ代|実費)(?:として|は|:)?\s*)*+[:：]?\s*"
    r"(?:(?:お?1人|おひとり|ひとり|1組|1家族|1世帯|1名|1回|親子(?:1組|ひと組|で)?|各|各回|大人子供共|どなたも)(?:につき|当たり|あたり|で|:)?\s*)*+"
    r"(?:\\|¥)?\s*(?P<sum>\d{1,3}(?:,\d{3})+|\d+)\s*円?\s*"
    r"(?:\(?(?:1人|1組|1家族|参加費|税込|材料費|教材費|資料代|材料代|保険料|おやつ代|お茶代|飲み物代|テキスト代|資料代等|材料代等|材料費込み?|保険代含む|親子1組)(?:・(?:保険料|保険代|材料費|おやつ代))?(?:等|など|として|含む|込み?|実費)?\)?)?[。]?"
)


@dataclass(frozen=True, slots=True)
class Fee:
    """``yen`` is None when the words do not come down to one sum; ``text`` is for people."""

    yen: int | None = None
    text: str = ""
    pending: bool = False


@lru_cache(maxsize=4096)
def read_fee(text: str) -> Fee:
    """The fee ``text`` (a fee column) names; 0 is free, a dash says nothing."""
    state = nothing(text)
    if state:
        return Fee(pending=state == "pending", text=text.strip() if state == "pending" else "")
    flat = " ".join(digits(plain(text)).split())
    if _FREE.fullmatch(flat) or _FREE_AND.fullmatch(flat):
        return Fee(0, text.strip() if "無料" in text else "無料")
    match = _ONE_SUM.fullmatch(flat)
    if match:
        yen = int(match.group("sum").replace(",", ""))
        shown = f"{yen:,}円" if _BARE.fullmatch(flat) else text.strip()
        return Fee(yen, shown)
    return Fee(None, text.strip())


def combine(basic: str, detail: str) -> Fee:
    """The basic sum beside its details: one fee only when both tell the same."""
    first, more = read_fee(basic), read_fee(detail)
    if not more.text:
        return first
    if not first.text:
        return more
    if first.yen is not None and more.yen is not None and first.yen == more.yen:
        return Fee(first.yen, more.text)
    if first.yen and first.yen in _sums(detail):
        return Fee(None, more.text)
    shown = (
        more.text
        if first.yen == 0 and _YEN.search(plain(detail))
        else f"{first.text}（{more.text}）"
    )
    return Fee(None, shown, pending=more.pending)


def _sums(text: str) -> set[int]:
    return {int(n.replace(",", "")) for n in _YEN.findall(plain(text))}


_SAID_IN_BODY = re.compile(
    r"(?:参\s*加\s*(?:費|料)|料金|会費|材料費|費用)\s*[●:：は・】]?\s*[^\n。☆♪]{0,14}?(\d{1,3}(?:,\d{3})+|\d+)\s*円"
)


@lru_cache(maxsize=4096)
def sum_in_body(body: str) -> int | None:
    """A fee a running text names (参加費：７００円), to compare with the fee column."""
    match = _SAID_IN_BODY.search(plain(body))
    return int(match.group(1).replace(",", "")) if match else None
