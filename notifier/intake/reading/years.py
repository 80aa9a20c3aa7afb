"""Which year a date without one means: the one whose weekday fits and that lies nearest.

A sender writing in January means this February; a list of an exhibition names its start in the
past. When the nearest year's weekday disagrees we never reach for another year: we ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from notifier.intake.reading.date_tokens import DateToken
from notifier.intake.reading.weekdays import NAMES, is_holiday

_TOO_FAR = (
    250  # days; farther from the file's month than this, a year-less date is worth a question
)
_UNDECIDED = 120  # two years this close in distance are told apart by the weekday
_OVER = 92  # a written year this far behind is last year's list
_UNSAID = 100  # without a weekday we trust only dates near the file's month


@dataclass(frozen=True, slots=True)
class Reference:
    """What "now" is for the sender: the first day of the file's month, or the day it came."""

    day: date
    known: bool = False  # the month was named, not taken from the calendar


@dataclass(frozen=True, slots=True)
class Dated:
    """Days with their years; ``ask`` says what does not fit, "" when all does."""

    days: tuple[date, ...]
    ask: str = ""


class _Impossible(Exception):  # noqa: N818 - a signal inside this file, never seen outside
    pass


def with_years(tokens: Sequence[DateToken], reference: Reference) -> Dated:
    """The real days behind ``tokens``, in the order written."""
    months = _months(tokens, reference)
    if isinstance(months, str):
        return Dated((), months)
    try:
        tries = [(base, _run(tokens, months, base)) for base in _bases(tokens, reference)]
    except _Impossible as error:
        return Dated((), str(error))
    ranked = sorted(tries, key=lambda found: _distance(found[1], tokens, reference))
    return _judge([days for _, days in ranked], tokens, reference)


def _months(tokens: Sequence[DateToken], reference: Reference) -> list[int] | str:
    months: list[int] = []
    for index, token in enumerate(tokens):
        if token.month:
            months.append(token.month)
        elif months and token.day >= tokens[index - 1].day:
            months.append(months[-1])
        elif not months and reference.known:
            months.append(reference.day.month)
        else:
            return f"「{token.day}日」は何月ですか。"
    return months


def _bases(tokens: Sequence[DateToken], reference: Reference) -> list[int]:
    """Years worth trying for the first day."""
    written = [(i, t.year) for i, t in enumerate(tokens) if t.year]
    if not written:
        return [reference.day.year + step for step in (-1, 0, 1)]
    index, year = written[0]
    return [year] if index == 0 else [year - 1, year]


def _run(tokens: Sequence[DateToken], months: list[int], base: int) -> tuple[date, ...]:
    """Days that never go backwards, beginning in ``base``."""
    days: list[date] = []
    year = base
    for token, month in zip(tokens, months, strict=True):
        year = token.year or (year + 1 if token.next_year and days else year)
        if days and not token.year and (month, token.day) < (days[-1].month, days[-1].day):
            year = max(year, days[-1].year + 1)
        days.append(_real(year, month, token.day, leap_may_wait=not token.year))
    return tuple(days)


def _real(year: int, month: int, day: int, *, leap_may_wait: bool) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if (month, day) == (2, 29) and leap_may_wait:
            return date(year, 3, 1)
        raise _Impossible(
            f"{month}月{day}日という日はありません。正しい日付を教えてください。"
        ) from None


def _distance(
    days: tuple[date, ...], tokens: Sequence[DateToken], reference: Reference
) -> tuple[int, float]:
    """Mismatch of written years first, then how far the days lie from the reference."""
    wrong = sum(1 for d, t in zip(days, tokens, strict=True) if t.year and d.year != t.year)
    low, high, ref = min(days), max(days), reference.day
    if low <= ref <= high:
        return wrong, 0
    away = (low - ref).days if low > ref else (ref - high).days * 1.5
    return wrong + (any(b < a for a, b in pairwise(days))), away


def _misfits(days: tuple[date, ...], tokens: Sequence[DateToken]) -> list[tuple[date, int]]:
    pairs = zip(days, tokens, strict=True)
    return [(d, t.weekday) for d, t in pairs if t.weekday is not None and d.weekday() != t.weekday]


def _judge(
    ranked: list[tuple[date, ...]], tokens: Sequence[DateToken], reference: Reference
) -> Dated:
    best = ranked[0]
    if any(b < a for a, b in pairwise(best)):
        return Dated(best, "日付の順番が前後しています。正しい日付を教えてください。")
    if any(d.month != t.month for d, t in zip(best, tokens, strict=True) if t.month):
        return Dated(best, "2月29日のない年です。正しい日付を教えてください。")
    if not _misfits(best, tokens):
        return Dated(best, _not_holiday(best, tokens) or _far(best, tokens, reference))
    second = _weekday_decides(ranked, tokens, reference)
    if second:
        return Dated(second)
    day, weekday = _misfits(best, tokens)[0]
    return Dated(
        best,
        f"「{day.month}月{day.day}日({NAMES[weekday]})」とありますが、{day.year}年の"
        f"{day.month}月{day.day}日は{NAMES[day.weekday()]}曜日です。正しい日にちはどちらですか。",
    )


def _weekday_decides(
    ranked: list[tuple[date, ...]], tokens: Sequence[DateToken], reference: Reference
) -> tuple[date, ...] | None:
    """The next year's reading, when it is nearly as near and every weekday fits it."""
    if len(ranked) < 2 or any(t.year for t in tokens):  # noqa: PLR2004 - two readings
        return None
    near, far = (_distance(days, tokens, reference)[1] for days in ranked[:2])
    fits = not _misfits(ranked[1], tokens) and far - near <= _UNDECIDED
    return ranked[1] if fits else None


def _not_holiday(days: tuple[date, ...], tokens: Sequence[DateToken]) -> str:
    """「9月22日(水・祝)」 of a year in which it is none: another day or another year was meant."""
    pairs = zip(days, tokens, strict=True)
    wrong = next((d for d, t in pairs if t.holiday and not is_holiday(d)), None)
    if wrong is None:
        return ""
    return f"「{wrong.month}月{wrong.day}日」に祝日とありますが、{wrong.year}年は祝日ではありません。日にちは正しいですか。"


def _far(days: tuple[date, ...], tokens: Sequence[DateToken], reference: Reference) -> str:
    if any(t.year for t in tokens):
        return _long_past(days, reference)
    away = _distance(days, tokens, reference)[1]
    said = any(t.weekday is not None for t in tokens)
    if away <= (_TOO_FAR if said else _UNSAID):
        return ""
    first = days[0]
    return f"「{first.month}月{first.day}日」は{first.year}年でよいですか。年を教えてください。"


def _long_past(days: tuple[date, ...], reference: Reference) -> str:
    """A list copied from last year carries last year's number."""
    last = max(days)
    if (reference.day - last).days <= _OVER:
        return ""
    return f"「{last.year}年{last.month}月{last.day}日」はもう過ぎています。今年の日にちを教えてください。"
