"""What LINE's month was used for, as far as this service sent it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from notifier.delivery.known_quota import MAY_COUNT, had_calls
from notifier.delivery.models import Delivery, DeliveryState
from notifier.editions import KINDS, Edition
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.mailroom import pushes_since

NOTICES = tuple(kind.key for kind in KINDS.values() if kind.is_notice)
A_YEAR = timedelta(days=365)
SENDING_LASTS = timedelta(days=2)
SENT, UNKNOWN = DeliveryState.SENT, DeliveryState.UNKNOWN


@dataclass(frozen=True, slots=True)
class MonthUse:
    """LINE messages of this month by what they were, and what to keep back for an urgent notice.

    ``editions``, ``notices`` and ``singles`` were accepted; ``unknown`` may have been, and only
    LINE knows. ``for_a_notice`` is what the largest notice of the last twelve months took.
    """

    editions: int
    notices: int
    singles: int
    for_a_notice: int
    unknown: int = 0

    def others(self, used: int) -> int:
        """What LINE counted beyond ours: staff wrote from LINE's own pages, or what is unknown
        to us arrived. Below zero, LINE has not counted all of ours yet."""
        return used - self.editions - self.notices - self.singles


def month_use(session: Session, hub: Hub, *, now: datetime) -> MonthUse:
    """This month's LINE messages; LINE counts by the months of Japan."""
    begin = clock.at(clock.local(now).date().replace(day=1), time.min)
    is_notice = case((Edition.kind.in_(NOTICES), 1), else_=0).label("is_notice")
    rows = session.execute(
        select(is_notice, Delivery.state, func.count())
        .select_from(Delivery)
        .join(Edition, Edition.id == Delivery.edition_id)
        .where(
            Edition.hub_id == hub.id,
            or_(Edition.dispatched_at >= begin - SENDING_LASTS, had_calls(begin - SENDING_LASTS)),
            Delivery.channel == "line",
            Delivery.state.in_(MAY_COUNT),
            Delivery.updated_at >= begin,
        )
        .group_by(is_notice, Delivery.state)
    )
    found = {(bool(kind), state): int(count) for kind, state, count in rows}
    singles, doubtful = pushes_since(session, hub.id, since=begin)
    return MonthUse(
        editions=found.get((False, SENT), 0),
        notices=found.get((True, SENT), 0),
        singles=singles,
        for_a_notice=_largest_notice(session, hub, now),
        unknown=doubtful + found.get((False, UNKNOWN), 0) + found.get((True, UNKNOWN), 0),
    )


def _largest_notice(session: Session, hub: Hub, now: datetime) -> int:
    sizes = (
        select(func.count().label("size"))
        .select_from(Delivery)
        .join(Edition, Edition.id == Delivery.edition_id)
        .where(
            Edition.hub_id == hub.id,
            Edition.kind.in_(NOTICES),
            Edition.dispatched_at >= now - A_YEAR,
            Delivery.channel == "line",
            Delivery.state.in_(MAY_COUNT),
        )
        .group_by(Edition.id)
        .subquery()
    )
    return session.scalar(select(func.max(sizes.c.size))) or 0
