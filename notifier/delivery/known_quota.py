"""What is left of LINE's month, with what we sent and LINE may not have counted yet.

LINE's own number is approximate and lags behind. Nothing is promised on it that we spent already.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from notifier.delivery.models import Batch, Delivery, DeliveryState, LineLook
from notifier.delivery.quota_view import QuotaView
from notifier.editions import Edition, EditionState
from notifier.kit import clock

LAG = timedelta(hours=1)
DAY = timedelta(days=1)  # LINE is asked about one call no longer
MAY_COUNT = (DeliveryState.SENT, DeliveryState.UNKNOWN)


def known_quota(session: Session, hub_id: int, *, now: datetime) -> QuotaView | None:
    """By the last look and what went out since; None when nobody looked this month or LINE did
    not answer."""
    look = _look_of_month(session, hub_id, now)
    return None if look is None or look.problem else _with_sent(session, look)


def last_known(session: Session, hub_id: int, *, now: datetime) -> QuotaView | None:
    """The same, also when LINE did not answer the last look: by what was known before it."""
    look = _look_of_month(session, hub_id, now)
    return None if look is None else _with_sent(session, look)


def with_uncounted(session: Session, hub_id: int, view: QuotaView, *, now: datetime) -> QuotaView:
    """LINE's answer of this moment; for an hour after a sending, never less than the last look and
    what we sent since it. Later LINE knows better: who blocked us is not counted."""
    known = last_known(session, hub_id, now=now)
    if known is None or known.used <= view.used or not sent_since(session, hub_id, now - LAG):
        return view
    return QuotaView.of(known.used, view.limit)


def sent_since(session: Session, hub_id: int, moment: datetime) -> int:
    """LINE messages of editions that were accepted, or may have been, after ``moment``."""
    recent = select(Edition.id).where(
        Edition.hub_id == hub_id,
        or_(Edition.state == EditionState.DISPATCHING, Edition.sent_at > moment,
            Edition.stopped_at > moment, Edition.dispatched_at > moment, had_calls(moment - DAY)),
    )  # fmt: skip
    return (
        session.scalar(
            select(func.count())
            .select_from(Delivery)
            .where(
                Delivery.edition_id.in_(recent),
                Delivery.channel == "line",
                Delivery.state.in_(MAY_COUNT),
                Delivery.updated_at > moment,
            )
        )
        or 0
    )


def had_calls(moment: datetime) -> ColumnElement[bool]:
    """Whether LINE was called for the edition since: also of one that was held back halfway and is
    a draft again, which knows no more when it went out."""
    called = (Batch.channel == "line", Batch.first_attempt_at >= moment)
    return exists().where(Batch.edition_id == Edition.id, *called)


def _look_of_month(session: Session, hub_id: int, now: datetime) -> LineLook | None:
    """LINE counts by the months of Japan: a look of another one says nothing."""
    look = session.scalar(select(LineLook).where(LineLook.hub_id == hub_id))
    if look is None:
        return None
    then, there = clock.local(look.looked_at), clock.local(now)
    return look if (then.year, then.month) == (there.year, there.month) else None


def _with_sent(session: Session, look: LineLook) -> QuotaView:
    return QuotaView.of(look.used + sent_since(session, look.hub_id, look.looked_at), look.allowed)
