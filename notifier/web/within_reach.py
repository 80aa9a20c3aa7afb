"""How far from today a day in an address or a form may lie: beyond, calendars have no end or none
at all (the year 9999), and nobody plans there."""

from datetime import date, timedelta

from notifier.kit.errors import BadInputError

FARTHEST = timedelta(days=800)


def is_within_reach(day: date, today: date) -> bool:
    """Within two years and a bit, either way."""
    return abs(day - today) <= FARTHEST


def within_reach(day: date, today: date, *, field: str) -> date:
    """The ``day``; raises ``BadInputError`` when it is too far away."""
    if not is_within_reach(day, today):
        raise BadInputError(
            "日が離れすぎています。前後2年ほどの中から選んでください。", field=field
        )
    return day
