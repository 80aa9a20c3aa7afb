"""Words that turn a period into a series: 平日のみ, 毎週金曜, 第2・第4土曜, 祝日休み, 8月休み.

``take`` lifts them out of a text and leaves the dates, so that each reader sees only its own.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from notifier.intake.reading.weekdays import LIST, NAMES, say_weekdays, weekday_set

_ENDING = r"(?:に?(?:開催|実施|開講|開館|開放|オープン|開店|行い|行う|活動)(?:(?:し|され|して)?(?:ます|る|いる|います|しています))?|です)?"
_ONLY = r"(?:のみ|だけ|限定)?の?"
_NTH = re.compile(
    rf"(?P<every>毎月|各月|奇数月の?|偶数月の?)?\s*の?\s*"
    rf"(?P<nths>第\s*\d(?:\s*(?:週\s*)?(?:(?P<wave>[~-]|から)|・|、|,|と|及び|および)\s*(?:第\s*)?\d)*)"
    rf"\s*(?P<week>週)?\s*の?\s*(?P<days>{LIST})(?![記付程時本間])(?:\s*{_ONLY}\s*{_ENDING})"
)
_NTH_PAIRS = re.compile(
    rf"(?P<every>毎月)?\s*第\s*(\d)\s*([{NAMES}])曜日?\s*(?:・|、|,|と|及び|および)\s*第\s*(\d)\s*([{NAMES}])曜日?"
)
_WEEKLY = re.compile(
    rf"(?P<alt>隔週の?|2週間?に1回の?)?(?:毎週の?|(?<!\w)毎(?=[{NAMES}]曜))?\s*の?(?P<days>{LIST})"
    rf"(?P<hol>(?:\s*[・、,/と]?\s*(?:及び)?祝日?)?)(?![記付程時本間])"
)
_MARKER = re.compile(r"毎週|隔週|毎(?=[月火水木金土日]曜)|のみ|だけ|期間中の?|限定")
_WEEKDAYS = re.compile(r"(?:※\s*)?(?:毎週)?の?平日(?:のみ|だけ|限定)?(?:の\d+日間)?(?:に?開催)?")
_NO_HOLIDAY = re.compile(
    r"(?:ただし|但し)?[、,]?(?:国民の|行政機関の)?(?:祝日|祝祭日|休日|祝)(?:の場合)?(?:は|を|も)?\s*(?:除く|除きます|のぞく|休み|お休み|休館|休室|休止|ありません|なし)(?:です)?"
)
_SHIFT = re.compile(r"祝日の場合は翌(?P<what>日|平日|週)")
_YEAR_END = re.compile(r"(?:年末年始)(?:は|を|も)?\s*(?:除く|除きます|休み|お休み|休館|のぞく)?")
_SKIP_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?:は|を|も)?\s*(?:お休み|休み|除く|休止|なし)")
_MONTH_DAYS = re.compile(
    r"毎月\s*(?P<days>\d{1,2}日?(?:\s*[・、,と]\s*\d{1,2}日?)*)(?=日|\s|に|の|$|[、。(])日?"
)
_MONTHLY = re.compile(r"(?:毎月|月に?)\s*\d\s*回(?!目)")
_NUMBER = re.compile(r"\d+")
_SIGNS = re.compile(r"[\s、,。・()※の及び]+|開催")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What the words of a series say; ``rest`` is the text without them."""

    rest: str
    words: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    interval: int = 1
    holidays: str = ""  # "" unsaid · "skip" · "also" · "next_day" · "next_weekday"
    skip_months: tuple[int, ...] = ()
    skip_year_end: bool = False
    odd_months: str = ""  # "" · "odd" · "even"
    asks: tuple[str, ...] = field(default=())

    @property
    def repeating(self) -> bool:
        """Whether the words name a series at all."""
        return bool(self.weekdays or self.month_days)


def _lift(found: RuleWords, match: re.Match[str], **parts: object) -> RuleWords:
    rest = found.rest[: match.start()] + " " + found.rest[match.end() :]
    words = (*found.words, match.group().strip())
    return replace(found, rest=rest, words=words, **parts)  # type: ignore[arg-type]


def _exceptions(found: RuleWords) -> RuleWords:
    if match := _SHIFT.search(found.rest):
        how = {"日": "next_day", "平日": "next_weekday"}.get(match.group("what"))
        asks = () if how else ("祝日にあたる月はいつになりますか。",)
        found = _lift(found, match, holidays=how or "skip", asks=(*found.asks, *asks))
    elif match := _NO_HOLIDAY.search(found.rest):
        found = _lift(found, match, holidays="skip")
    if match := _YEAR_END.search(found.rest):
        found = _lift(found, match, skip_year_end=True)
    while match := _SKIP_MONTH.search(found.rest):
        found = _lift(found, match, skip_months=(*found.skip_months, int(match.group("m"))))
    return found


def _nth(found: RuleWords) -> RuleWords:
    match = _NTH_PAIRS.search(found.rest)
    if match:
        first, day, second, other = match.group(2, 3, 4, 5)
        if day == other:
            days = (NAMES.index(day),)
            return _lift(found, match, nth=tuple(sorted((int(first), int(second)))), weekdays=days)
        return replace(found, asks=(*found.asks, f"「{match.group()}」の日にちを教えてください。"))
    match = _NTH.search(found.rest)
    return _nth_found(found, match) if match else found


def _nth_found(found: RuleWords, match: re.Match[str]) -> RuleWords:
    numbers = [int(n) for n in _NUMBER.findall(match.group("nths"))]
    asks, days = found.asks, weekday_set(match.group("days"))
    words = match.group().strip()
    if match.group("wave"):
        low, high = numbers[0], numbers[-1]
        numbers = list(range(low, high + 1))
        name = say_weekdays(days)
        ask = f"「{words}」は、その月の{low}回目から{high}回目の{name}曜日（5回目はお休み）でよいですか。"
        asks = (*asks, ask)
    elif match.group("week"):
        ask = f"「{words}」は、その月の何回目の曜日という意味でよいですか。日にちを教えてください。"
        asks = (*asks, ask)
    odd = {"奇": "odd", "偶": "even"}.get((match.group("every") or " ")[0], "")
    return _lift(
        found, match, nth=tuple(sorted(set(numbers))), weekdays=days, odd_months=odd, asks=asks
    )


def _weekly(found: RuleWords) -> RuleWords:
    if match := _WEEKDAYS.search(found.rest):
        return _lift(found, match, weekdays=(0, 1, 2, 3, 4), holidays=found.holidays or "skip")
    for match in _WEEKLY.finditer(found.rest):
        if not _stands_free(found.rest, match):
            continue
        also = "also" if match.group("hol") else found.holidays
        step = 2 if match.group("alt") else 1
        found = _lift(
            found, match, weekdays=weekday_set(match.group("days")), holidays=also, interval=step
        )
        return replace(found, rest=_MARKER.sub(" ", found.rest))
    return found


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """A weekday that names a series: 毎週, 隔週, or "…の土曜日" after a period; never the (土) of a date."""
    before, after = text[: match.start("days")], text[match.end() :]
    if before.endswith("("):
        return False
    if match.group("alt") or "毎" in match.group() or re.search(r"期間中の?\s*の?$", before):
        return True
    long_form = "曜" in match.group("days") or match.group("hol")
    if not _SIGNS.sub("", before + after):
        return True
    return bool(
        long_form
        and (
            re.search(r"[\d日)]\s*の\s*$", before)
            or re.match(r"\s*(?:のみ|だけ|限定|に?開催)", after)
        )
    )


def _month_days(found: RuleWords) -> RuleWords:
    match = _MONTH_DAYS.search(found.rest)
    if match:
        days = tuple(int(n) for n in _NUMBER.findall(match.group("days")))
        if all(1 <= d <= 31 for d in days):  # noqa: PLR2004 - days of a month
            found = _lift(found, match, month_days=days)
    match = _MONTHLY.search(found.rest)
    if match and not found.repeating:
        found = _lift(
            found, match, asks=(*found.asks, f"「{match.group()}」の日にちを教えてください。")
        )
    return found


_HINT = re.compile(r"毎|第|隔週|曜|平日|祝|年末|休|月に?\d")


@lru_cache(maxsize=8192)
def take(text: str) -> RuleWords:
    """The series words of ``text`` (plain, digits written as digits) and what is left of it."""
    found = RuleWords(rest=text)
    if not _HINT.search(text):
        return found
    found = _exceptions(found)
    found = _month_days(_nth(found))
    return found if found.repeating or found.asks else _weekly(found)
