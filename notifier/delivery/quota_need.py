"""What an edition takes of LINE's month, read from the tables for the planner."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from notifier.delivery.models import PassedOver, QuotaDecision
from notifier.delivery.proposals import Need
from notifier.delivery.quota_view import QuotaView
from notifier.editions import KINDS, Edition, EditionState, Reach, is_notice, kind_of
from notifier.hubs import Hub, get_hub, next_weekly_slot
from notifier.kit import clock

DIGESTS = tuple(kind.key for kind in KINDS.values() if kind.is_sent and not kind.is_notice)


def quota_need(
    session: Session, edition: Edition, reach: Reach, quota: QuotaView, *, now: datetime
) -> Need:
    """What ``edition`` needs, reaching as many as ``reach`` says, of what ``quota`` leaves."""
    hub = get_hub(session, edition.hub_id)
    days, following = _days(hub, edition, now)
    rested = rested_before(edition).subquery()
    return Need(
        line=reach.line,
        email=reach.email,
        line_or_mail=reach.line_or_mail,
        rested=session.scalar(select(func.count()).select_from(rested)) or 0,
        quota=quota,
        plan=hub.line_plan,
        days=days,
        next_month_on=following,
        is_notice=is_notice(edition),
    )


def rested_before(edition: Edition) -> Select[Any]:
    """The readers whom the digest before this one passed over; who had a mail was written to."""
    before = (
        select(Edition.id)
        .where(
            Edition.hub_id == edition.hub_id,
            Edition.id != edition.id,
            Edition.kind.in_(DIGESTS),
            Edition.dispatched_at.is_not(None),
            Edition.state.in_((EditionState.SENT, EditionState.DISPATCHING)),
        )
        .order_by(Edition.dispatched_at.desc(), Edition.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(PassedOver.subscriber_id).where(PassedOver.edition_id == before)


def standing_decision(session: Session, edition_id: int) -> QuotaDecision | None:
    """What a person decided for this edition, unless it was taken back."""
    return session.scalar(
        select(QuotaDecision).where(
            QuotaDecision.edition_id == edition_id, QuotaDecision.undone_at.is_(None)
        )
    )


def decisions_of(session: Session, edition: Edition) -> list[QuotaDecision]:
    """Every decision for an edition, also those taken back, oldest first."""
    return list(
        session.scalars(
            select(QuotaDecision)
            .where(QuotaDecision.hub_id == edition.hub_id, QuotaDecision.edition_id == edition.id)
            .order_by(QuotaDecision.id)
        )
    )


def _days(hub: Hub, edition: Edition, now: datetime) -> tuple[tuple[date, ...], date]:
    """The weekly days from the edition's to the end of its month, and the first after it."""
    today = clock.local(now, hub.zone).date()
    is_ahead = kind_of(edition.kind).is_scheduled and edition.on >= today
    days, after = [edition.on] if is_ahead else [], edition.on
    while True:
        slot = next_weekly_slot(hub, after=clock.at(after, time.max, hub.zone))
        after = clock.local(slot, hub.zone).date()
        if (after.year, after.month) != (edition.on.year, edition.on.month):
            return tuple(days), after
        if is_ahead:
            days.append(after)
