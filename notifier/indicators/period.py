"""Periods a figure belongs to: a month ("2025-02") or a fiscal year ("FY2024"). Pure."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line

FIRST_YEAR, LAST_YEAR = 2000, 2100
FISCAL_MONTH = 4
LONGEST_SHOWN = 20
ERAS = ((2019, "令和"), (1989, "平成"))  # the fiscal year an era's first belongs to
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"FY(\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included. ``seen_on``: the day it is looked at."""

    key: str
    first: date
    last: date
    seen_on: date | None = field(default=None, compare=False)

    @property
    def is_fiscal_year(self) -> bool:
        """Whether this is a whole fiscal year (April to March)."""
        return self.key.startswith("FY")

    @property
    def name(self) -> str:
        """「2024年度（令和6年度）」 or 「2025年2月」."""
        if self.is_fiscal_year:
            return f"{self.first.year}年度（{_era(self.first.year)}年度）"
        return f"{self.first.year}年{self.first.month}月"

    def moments(self, zone: ZoneInfo = clock.TOKYO) -> tuple[datetime, datetime]:
        """The span as moments: from the first midnight up to, not including, the one after."""
        return (
            clock.at(self.first, time(0), zone),
            clock.at(self.last + timedelta(days=1), time(0), zone),
        )

    def seen(self, today: date) -> "Period":
        """The same period, looked at on ``today``."""
        return replace(self, seen_on=today)

    @property
    def reached(self) -> date:
        """Its last day, or the day it is looked at while it still runs."""
        return self.last if self.seen_on is None else max(self.first, min(self.last, self.seen_on))

    def reached_moments(self, zone: ZoneInfo = clock.TOKYO) -> tuple[datetime, datetime]:
        """The span as moments up to the end of the day reached."""
        return replace(self, last=self.reached).moments(zone)

    def months(self) -> list["Period"]:
        """The months of this period, itself when it is a month."""
        if not self.is_fiscal_year:
            return [self]
        year = self.first.year
        return [
            month_period(year + (month < FISCAL_MONTH), month)
            for month in (*range(FISCAL_MONTH, 13), *range(1, FISCAL_MONTH))
        ]

    def fiscal_year(self) -> "Period":
        """The fiscal year this period lies in."""
        return fiscal_period(self.first.year - (self.first.month < FISCAL_MONTH))


def parse_period(text: str) -> Period:
    """``"2025-02"`` or ``"FY2024"``; anything else is asked again."""
    folded = half(text).upper()
    month, year = _MONTH.fullmatch(folded), _YEAR.fullmatch(folded)
    if month and 1 <= int(month[2]) <= 12 and _known(int(month[1])):  # noqa: PLR2004
        return month_period(int(month[1]), int(month[2]))
    if year and _known(int(year[1])):
        return fiscal_period(int(year[1]))
    raise BadInputError(
        f"期間「{one_line(text)[:LONGEST_SHOWN]}」を読めません。月は 2025-02、年度は FY2024 の形で書いてください。",
        field="period",
    )


def fiscal_period(year: int) -> Period:
    """The fiscal year that begins in April of ``year``."""
    return Period(f"FY{year}", date(year, FISCAL_MONTH, 1), date(year + 1, 3, 31))


def month_period(year: int, month: int) -> Period:
    """One calendar month."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(f"{year:04d}-{month:02d}", first, after - timedelta(days=1))


def _era(year: int) -> str:
    first, name = next(era for era in ERAS if year >= era[0])
    return f"{name}{year - first + 1 if year > first else '元'}"


def _known(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
