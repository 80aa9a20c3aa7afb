"""Ages counted in months, the only way a childcare listing and a birth month can meet.

A birth month may lie ahead (a pregnant reader): the age is then negative.
"""

from dataclasses import dataclass
from datetime import date

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Band:
    """An age band as parents say it; both ends included, ``max_months`` None = no upper end."""

    key: str
    label: str
    min_months: int
    max_months: int | None


BANDS: tuple[Band, ...] = (
    Band("age0", "0歳", 0, 11),
    Band("age1", "1歳", 12, 23),
    Band("age2", "2歳", 24, 35),
    Band("age3", "3歳〜就学前", 36, 83),
)


def months_between(birth_month: str, day: date) -> int:
    """Whole months from ``birth_month`` ("YYYY-MM") to ``day``; negative before birth.

    Only the month is known, so a child counts as a month older from the first of each month.
    ValueError when ``birth_month`` is not a month.
    """
    year, month = parse_month(birth_month)
    return (day.year - year) * MONTHS_PER_YEAR + day.month - month


def parse_month(text: str) -> tuple[int, int]:
    """("YYYY-MM") -> (year, month); ValueError when it is no month of the calendar."""
    first = date.fromisoformat(f"{text}-01")
    return first.year, first.month


def bands() -> tuple[tuple[str, int, int | None], ...]:
    """(label, min, max) of every band, youngest first."""
    return tuple((band.label, band.min_months, band.max_months) for band in BANDS)


def find_band(key: str) -> Band | None:
    """The band with that key, or None."""
    return next((band for band in BANDS if band.key == key), None)


def overlaps(low: int | None, high: int | None, band: Band) -> bool:
    """Does an item for ``low`` to ``high`` months (None = no limit) take children of ``band``?"""
    below = band.max_months is not None and low is not None and low > band.max_months
    above = high is not None and high < band.min_months
    return not (below or above)


def say_months(low: int | None, high: int | None, language: str = "ja") -> str:
    """「0か月〜11か月」「1歳〜」「どの年齢でも」: a span of months as people say it."""
    if language in _OTHER_WORDS:
        return _say_in(_OTHER_WORDS[language], low, high)
    if low is None and high is None:
        return "どの年齢でも"
    if high is None:
        return f"{_say(low or 0)}〜"
    return f"{_say(low or 0)}〜{_say(high)}"


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of one language for spans of months."""

    any_age: str
    since: str
    span: str
    months: str
    years: str
    both: str


_OTHER_WORDS = {
    "easy": _Words(
        any_age="何歳（なんさい）でも",
        since="{low}から",
        span="{low}から {high}まで",
        months="{months}か月（げつ）",
        years="{years}歳（さい）",
        both="{years}歳（さい）{months}か月（げつ）",
    ),
    "en": _Words(
        any_age="any age",
        since="from {low}",
        span="{low} to {high}",
        months="{months} months",
        years="age {years}",
        both="age {years} and {months} months",
    ),
}


def _say_in(words: _Words, low: int | None, high: int | None) -> str:
    def age(months: int) -> str:
        years, rest = divmod(months, MONTHS_PER_YEAR)
        pattern = words.both if years and rest else words.years if years else words.months
        return pattern.format(years=years, months=rest)

    if low is None and high is None:
        return words.any_age
    if high is None:
        return words.since.format(low=age(low or 0))
    return words.span.format(low=age(low or 0), high=age(high))


def _say(months: int) -> str:
    years, rest = divmod(months, MONTHS_PER_YEAR)
    if not years:
        return f"{rest}か月"
    return f"{years}歳{rest}か月" if rest else f"{years}歳"
