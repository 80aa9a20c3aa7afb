"""Until when one may apply, and from when. Only a day that is surely a deadline becomes one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from notifier.intake.reading.clocks import CLOCK, read_clock, typed_time
from notifier.intake.reading.date_tokens import DateToken, cut
from notifier.intake.reading.none_words import nothing
from notifier.intake.reading.plain import digits, plain
from notifier.intake.reading.years import Reference, with_years

_YEAR = r"(?:(?:令和|平成|R|H)?\s*(?:\d{1,4}|元)\s*年\s*)?"
_WEEKDAY = r"(?:\s*\([^()]{1,6}\)|\s*[月火水木金土日]曜日?)?"
_DAY = rf"(?:{_YEAR}\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?{_WEEKDAY}|(?<!\d)(?:(?:20\d\d|R\d{{1,2}})[/.-])?\d{{1,2}}[/.]\d{{1,2}}(?!\d){_WEEKDAY}|(?<![\d月])\d{{1,2}}日(?!間|前|以|目|後){_WEEKDAY})"
_ENDS = r"\(?(?:当日)?(?:必着|消印有効|消印|期限)\)?|(?:迄|まで)に?|締め?切り?|〆切り?|〆"
_OPENS = r"から|より|~|-|\s*(?:受付|申込み?|予約)?(?:開始|スタート)"
_MARK = re.compile(
    rf"(?P<day>{_DAY})\s*(?:の|、|,)?\s*(?P<time>{CLOCK})?\s*(?P<how>{_ENDS}|{_OPENS})?"
)
_COUNTED = re.compile(
    rf"(?:開催日?|実施日|各(?:回|日|開催日)|講座|イベント|教室)?(?:の|当日の)?\s*(?P<n>前日|前々日|当日|(?P<d>\d{{1,2}})日前|(?P<w>\d)週間前)(?:の)?\s*(?:\([^()]*\))?(?P<time>{CLOCK})?\s*(?:まで|締め?切り?|〆切り?|必着)"
)
_COUNTED_CELL = re.compile(
    rf"(?:開催|実施)?日?の?\s*(?:前日|前々日|\d{{1,2}}日前|\d週間前)(?:の?\s*{CLOCK})?"
)
_UNSAID = re.compile(
    r"(?:定員|満員|満席)(?:に)?(?:なり|達し|達する|なる)?(?:次第|まで|し次第|た時点で)?[^。]*|先着順?[^。]*|随時[^。]*|(?:締め?切り?|〆切り?|期限)(?:日)?(?:は|の設定は)?(?:特に)?(?:なし|無し|ありません|設けません)|受付中|通年|受付時間[^。]*|当日(?:まで)?可?|常時"
)
_END = time(23, 59)
_NEAR = 45  # days before the event within which a day without a month is sought
_CARE = re.compile(r"[^。\n]*託児[^。\n]*\n?[^。\n]*")
_SPEAKS = re.compile(r"申|予約|締切|締め切|〆|応募|受付|必着")
_SENTENCE = re.compile(r"[。\n☆★♪◎]")
_ISO = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)(?: 00:00:00)?")
_CALLED = re.compile(r"(?:締め?切り?|〆切?|期限|期日)(?:日)?\s*[:は]?\s*$")
_LIMIT = re.compile(r"締め?切|〆切?|期限")
_MAY_MOVE = re.compile(r"延長|変更")
_COUNTS = re.compile(
    r"日前|週間前|前日|前々日|前週|前の週|前の[月火水木金土日]曜|その週|同じ曜日|週の[月火水木金土日]曜"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Local days and times; ``at`` is None when only a day was said. Nothing said is surely none."""

    on: date | None = None
    at: time | None = None
    opens_on: date | None = None
    opens_at: time | None = None
    sure: bool = True

    @property
    def moment(self) -> datetime | None:
        """The local moment (naive) after which nobody may apply, if the reading is sure."""
        return datetime.combine(self.on, self.at or _END) if self.on and self.sure else None


def read_deadline(
    day: object,
    clock: object,
    texts: Sequence[str],
    *,
    reference: Reference,
    days: tuple[date, ...] = (),
) -> Deadline:
    """The deadline of a column (``day``, ``clock``) or of the first of ``texts`` that names one
    (the application text, then others, of which only sentences on applying count).

    ``days`` are the days of the event: 前日 counts from them, and no deadline lies behind them.
    """
    if isinstance(day, datetime):
        day = day.date()
    told = _told(texts, reference, days)
    at = typed_time(clock) or (read_clock(clock) if isinstance(clock, str) and clock else None)
    if isinstance(day, date):
        return _before(_beside(Deadline(day, at), told), days)
    cell = day if isinstance(day, str) else ""
    state = nothing(cell)
    if _ISO.fullmatch(cell.strip()):
        on = date.fromisoformat(cell.strip()[:10])
        return _before(_beside(Deadline(on, at), told), days)
    if _COUNTED_CELL.fullmatch(digits(plain(cell))):
        cell += "まで"  # a column of deadlines need not say so
    if cell and not state:
        found = _in_words(cell, reference, days, column=True)
        return _before(replace(found, at=found.at or at) if found.on else found, days)
    if state == "pending":
        return Deadline(sure=False)
    return _before(told, days)


def _told(texts: Sequence[str], reference: Reference, days: tuple[date, ...]) -> Deadline:
    for number, text in enumerate(texts):
        parts = (part for part in _SENTENCE.split(text) if _SPEAKS.search(part))
        said = "\n".join(parts) if number else text
        found = _in_words(said, reference, days, column=False) if said else Deadline()
        if found != Deadline():
            return found
    return Deadline()


def _beside(found: Deadline, told: Deadline) -> Deadline:
    """A column's day with what the application text adds: from when, until what hour."""
    if told == Deadline():
        return found
    agrees = told.sure and told.on in (None, found.on)
    return replace(
        found,
        at=found.at or (told.at if told.on else None),
        opens_on=told.opens_on,
        opens_at=told.opens_at,
        sure=found.sure and agrees,
    )


def _before(found: Deadline, days: tuple[date, ...]) -> Deadline:
    """A deadline behind the last day of the event is a slip of the pen."""
    late = found.on and days and found.on > days[-1]
    turned = found.on and found.opens_on and found.on < found.opens_on
    return replace(found, sure=False) if late or turned else found


def _in_words(text: str, reference: Reference, days: tuple[date, ...], *, column: bool) -> Deadline:
    folded = _CARE.sub("", digits(plain(text)))
    marks = list(_MARK.finditer(folded)) if re.search(r"\d", folded) else []
    counted = _counted(folded, days)
    if counted and not marks:
        return counted
    ends: list[re.Match[str]] = []
    opens: list[re.Match[str]] = []
    loose: list[re.Match[str]] = []
    open_range = False
    for match in marks:
        how = match.group("how") or ""
        if how and re.fullmatch(_ENDS, how):
            ends.append(match)
            open_range = False
        elif how:
            opens.append(match)
            open_range = how in ("~", "-", "から", "より")
        else:
            labelled = _CALLED.search(folded[max(0, match.start() - 10) : match.start()])
            (ends if open_range or labelled else loose).append(match)
            open_range = False
    if column and loose and not ends:
        ends, loose = loose, []
    if not ends and not opens:
        return _nothing_dated(folded, column=column, loose=bool(loose))
    if len(opens) > 1 or (column and loose) or counted:
        return Deadline(sure=False)
    opening = _dated(opens[0], None, reference, days) if opens else None
    ending = _agreed([_dated(end, opens[0] if opens else None, reference, days) for end in ends])
    sure = (opening is not None or not opens) and (ending is not None or not ends)
    sure = sure and not _MAY_MOVE.search(folded)
    on, at = ending or (None, None)
    opens_on, opens_at = opening or (None, None)
    return Deadline(on, at, opens_on, opens_at, sure=sure)


def _agreed(ends: list[tuple[date, time | None] | None]) -> tuple[date, time | None] | None:
    """The one end several marks tell: the same day, and no two hours."""
    told = [end for end in ends if end is not None]
    hours = {at for _, at in told if at is not None}
    if len(told) < len(ends) or len({on for on, _ in told}) != 1 or len(hours) > 1:
        return None
    return told[0][0], next(iter(hours), None)


def _nothing_dated(text: str, *, column: bool, loose: bool) -> Deadline:
    if not column:
        # 「申込期限 企業 9月17日 一般 10月26日」: a limit is spoken of, and days that may be it
        unclear = loose and _LIMIT.search(text)
        return Deadline(sure=not unclear and not _COUNTS.search(text))
    left = _UNSAID.sub("", text).strip(" 。、()※")
    return Deadline(sure=not left and not loose)


def _counted(text: str, days: tuple[date, ...]) -> Deadline | None:
    """前日まで, 3日前の17時まで, 1週間前まで: counted from the day of the event."""
    match = _COUNTED.search(text)
    if not match:
        return None
    if len(days) != 1 or "営業日" in text or "曜" in text:
        return Deadline(sure=False)
    back = {"当日": 0, "前日": 1, "前々日": 2}.get(match.group("n"))
    if back is None:
        back = int(match.group("d")) if match.group("d") else int(match.group("w")) * 7
    at = read_clock(match.group("time") or "")
    return Deadline(days[0] - timedelta(days=back), at)


def _dated(
    match: re.Match[str],
    before: re.Match[str] | None,
    reference: Reference,
    days: tuple[date, ...],
) -> tuple[date, time | None] | None:
    """The day of ``match``; its month may stand in the mark ``before`` it."""
    tokens = cut(match.group("day").strip()).days
    if len(tokens) != 1:
        return None
    token = tokens[0]
    if not token.month and before is not None:
        first = cut(before.group("day").strip()).days
        token = replace(token, month=first[0].month if first else None)
    if not token.month and not days:
        return None
    day = _year_before(token, days) if days and not token.year else _year_near(token, reference)
    if day is None or (token.weekday is not None and day.weekday() != token.weekday):
        return None
    return day, read_clock(match.group("time") or "")


def _year_before(token: DateToken, days: tuple[date, ...]) -> date | None:
    """The last such day not behind the event."""
    last = days[-1]
    months = [
        (last.year - back // 12 - (last.month <= back % 12), (last.month - back - 1) % 12 + 1)
        for back in range(13)
    ]
    for year, month in months:
        if token.month not in (None, month):
            continue
        try:
            day = date(year, month, token.day)
        except ValueError:
            continue
        if day <= last and (token.month or (last - day).days <= _NEAR):
            return day
    return None


def _year_near(token: DateToken, reference: Reference) -> date | None:
    dated = with_years((token,), reference)
    return None if dated.ask or not dated.days else dated.days[0]
