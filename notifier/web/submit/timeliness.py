"""Whether something handed in now makes the next edition, in one sentence. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.kit import clock

DESK_TIME = timedelta(hours=18)  # the desk proposes the edition on the afternoon before


def makes_it(slot: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """What is said before anything is typed."""
    name, when = _name(slot, zone), clock.say_moment(slot, zone)
    if slot - now >= DESK_TIME:
        return f"いま送ると、{name}（{when}）に間に合います。"
    return f"つぎの{name}（{when}）は確認の時間が短いため、その次の便になることがあります。"


def says_when(starts: Iterable[datetime], slot: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """What is said of an item with those dates once it was sent."""
    moments = sorted(starts)
    name, when = _name(slot, zone), clock.say_moment(slot, zone)
    if moments and moments[-1] < now:
        return "日にちが過ぎているようです。合っているか、確かめてください。"
    if moments and moments[-1] < slot:
        return f"つぎの{name}（{when}）より前の予定なので、便には載りません。ホームページの予定には載せられます。"
    if slot - now >= DESK_TIME:
        return f"{name}（{when}）に間に合います。"
    return f"つぎの{name}（{when}）は確認の時間が短いため、その次の便になることがあります。"


def _name(slot: datetime, zone: ZoneInfo) -> str:
    return f"{clock.WEEKDAYS_JA[slot.astimezone(zone).weekday()]}曜便"
