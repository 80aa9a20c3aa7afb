"""Whether a typed figure should be asked about before it is stored. Pure."""

from datetime import date

from notifier.indicators.period import Period, parse_period
from notifier.indicators.typed import TypedKey
from notifier.kit.clock import say_date

FAR = 5  # LINE friends grew threefold in a year; fivefold is more often a slip of the key
SMALL = 20


def doubt(
    kind: TypedKey, span: Period, value: int, *, known: dict[str, int], today: date
) -> str | None:
    """Why ``value`` may be a slip, as sentences; None when nothing speaks against it.

    ``known`` holds what is typed for the same key, by period.
    """
    found = [
        sentence
        for sentence in (
            _running(span, today),
            _far_from_before(kind, span, value, known),
            _against_the_sum(kind, span, value, known),
        )
        if sentence
    ]
    return "".join(found) or None


def _running(span: Period, today: date) -> str:
    if span.last <= today:
        return ""
    return f"{span.name}はまだ終わっていません（{say_date(span.last)}まで）。"


def _far_from_before(kind: TypedKey, span: Period, value: int, known: dict[str, int]) -> str:
    """Compared with the newest figure before it, month with month and year with year."""
    before = [
        (other.first, other.name, number)
        for key, number in known.items()
        for other in (parse_period(key),)
        if other.is_fiscal_year == span.is_fiscal_year and other.first < span.first
    ]
    if not before:
        return ""
    _, name, number = max(before)
    low, high = sorted((value, number))
    if high < SMALL or high <= low * FAR:
        return ""
    than = f"{FAR}倍より多く" if value > number else f"{FAR}分の1より少なく"
    return f"{name}の{kind.name}は {number:,}{kind.unit}でした。今回は、その{than}なっています。"


def _against_the_sum(kind: TypedKey, span: Period, value: int, known: dict[str, int]) -> str:
    """A year's total cannot be less than its months; a month cannot be more than its year."""
    if kind.nature != "flow":
        return ""
    year = span.fiscal_year()
    months = {one.key: known[one.key] for one in year.months() if one.key in known}
    if span.is_fiscal_year:
        total = sum(months.values())
        if value >= total:
            return ""
        return f"入っている月の合計 {total:,}{kind.unit} より、年度の値のほうが小さくなります。"
    total = sum(months.values()) - months.get(span.key, 0) + value
    if year.key not in known or total <= known[year.key]:
        return ""
    return f"月の合計が、{year.name}の値 {known[year.key]:,}{kind.unit} をこえます。"
