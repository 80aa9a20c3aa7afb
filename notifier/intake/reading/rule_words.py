"""Words that turn a period into a series: 平日のみ, 毎週金曜, 第2・第4土曜, 祝日休み, 8月休み.

``take`` lifts them out of a text and leaves the dates, so that each reader sees only its own.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from notifier.intake.reading.exclusions import take_out
from notifier.intake.reading.weekdays import LIST, LIST_JOIN, NAMES, say_weekdays, weekday_set

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
_LAST = re.compile(
    rf"(?:毎月|各月)?\s*の?\s*(?:最終|最後の)\s*(?P<week>週の?)?\s*の?\s*(?P<days>[{NAMES}]曜日?(?:{LIST_JOIN}[{NAMES}]曜日?)*)(?:\s*{_ONLY}\s*{_ENDING})"
)
_MONTHS = re.compile(
    r"(?<!\d)(?P<low>\d{1,2})月\s*(?:(?:~|から|-)\s*(?:翌年?|来年)?の?\s*(?P<high>\d{1,2})月\s*(?:まで|末まで)?)?\s*(?:の|、)?\s*"
    rf"(?=毎週|毎月|第\s*\d|隔週|平日|最終|最後|[{NAMES}]曜|毎[{NAMES}])"
)
_DAILY = re.compile(r"毎日(?:開催|開館|実施)?")
_ALTERNATE = re.compile(rf"(?:隔週|2週間?に1回)(?!の?\s*[{NAMES}])(?:で?(?:開催|実施))?")
_BRACKETED = re.compile(rf"(?P<head>毎週|第\s*\d)\s*(?P<days>(?:\([{NAMES}]\)\s*)+)")
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
    holidays: str = ""  # "" unsaid · skip · also · open · next_day · next_weekday · day_before
    skip_months: tuple[int, ...] = ()
    skip_year_end: bool = False
    odd_months: str = ""  # "" · "odd" · "even"
    off_weekdays: tuple[int, ...] = ()
    months: tuple[int, int] | None = None  # 4月～9月の毎週火曜
    asks: tuple[str, ...] = field(default=())

    @property
    def repeating(self) -> bool:
        """Whether the words name a series at all."""
        return bool(self.weekdays or self.month_days or self.interval > 1)


def _lift(found: RuleWords, match: re.Match[str], **parts: object) -> RuleWords:
    rest = found.rest[: match.start()] + " " + found.rest[match.end() :]
    words = (*found.words, match.group().strip())
    return replace(found, rest=rest, words=words, **parts)  # type: ignore[arg-type]


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
    if re.match(r"\s*(?:のみ|だけ|限定)", after) and not re.search(r"[\d月]\s*$", before):
        return True
    long_form = "曜" in match.group("days") or match.group("hol")
    if not _SIGNS.sub("", before + after):
        return True
    return bool(
        long_form
        and (
            re.search(r"[\d日)]\s*の\s*$", before)
            or re.search(r"(?:~|から).*(?:まで|[)日])[\s、]*$", before)
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
    if match and found.nth and int(_NUMBER.findall(match.group())[-1]) == len(found.nth):
        return _lift(found, match)
    if match and not found.repeating:
        found = _lift(
            found, match, asks=(*found.asks, f"「{match.group()}」の日にちを教えてください。")
        )
    return found


_HINT = re.compile(r"毎|第|隔週|曜|平日|祝|年末|休|月に?\d|最終|最後|除|土日|のみ|だけ")


def _last(found: RuleWords) -> RuleWords:
    match = _LAST.search(found.rest)
    if not match:
        return found
    words = match.group().strip()
    ask = (f"「{words}」は何日ですか。日にちを教えてください。",) if match.group("week") else ()
    days = weekday_set(match.group("days"))
    nth = tuple(sorted({*found.nth, -1}))
    return _lift(found, match, nth=nth, weekdays=days, asks=(*found.asks, *ask))


def _monthly_span(found: RuleWords) -> RuleWords:
    match = _MONTHS.search(found.rest)
    if not match:
        return found
    low, high = int(match.group("low")), int(match.group("high") or match.group("low"))
    if not (1 <= low <= 12 and 1 <= high <= 12):  # noqa: PLR2004 - months
        return found
    return _lift(found, match, months=(low, high))


def _daily(found: RuleWords) -> RuleWords:
    """毎日, and the days that 月曜休館 leaves."""
    if found.nth or (found.month_days and not found.off_weekdays):
        return found
    if not found.weekdays and not found.month_days and (match := _DAILY.search(found.rest)):
        found = _lift(found, match, weekdays=tuple(range(7)), holidays=found.holidays or "open")
    if found.off_weekdays:
        days = found.weekdays or range(7)
        kept = tuple(day for day in days if day not in found.off_weekdays)
        found = replace(found, weekdays=kept, holidays=found.holidays or "open")
    return found


def _spell(match: re.Match[str]) -> str:
    """「毎週(水)(金)」 as 毎週水・金曜."""
    days = "・".join(c for c in match.group("days") if c in NAMES)
    return f"{match.group('head')}{days}曜 "


@lru_cache(maxsize=8192)
def take(text: str) -> RuleWords:
    """The series words of ``text`` (plain, digits written as digits) and what is left of it."""
    if not _HINT.search(text):
        return RuleWords(rest=text)
    out = take_out(_BRACKETED.sub(_spell, text))
    found = RuleWords(
        rest=out.rest,
        words=out.words,
        holidays=out.holidays,
        skip_months=out.months,
        skip_year_end=out.year_end,
        off_weekdays=out.weekdays,
        asks=out.asks,
    )
    found = _monthly_span(found)
    found = _last(_nth(found))
    named = found.weekdays
    found = _month_days(found)
    if named and found.month_days:
        ask = f"「{' '.join(found.words)}」は、どちらの日が正しいですか。"
        found = replace(found, asks=(*found.asks, ask))
    if not found.repeating and found.asks == out.asks:
        found = _weekly(found)
    if not found.repeating and (match := _ALTERNATE.search(found.rest)):
        found = _lift(found, match, interval=2)
    return _daily(found)
