"""One person is told once: by the way of choice, and by the other only when the first is closed."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from notifier.delivery.batches import has_waiting, release_batches
from notifier.delivery.has_it import has_it
from notifier.delivery.models import (
    Batch,
    Delivery,
    DeliveryState,
    QuotaDecision,
)
from notifier.delivery.plan import add_deliveries
from notifier.delivery.workflow import CLOSED_BATCHES
from notifier.editions import ContentGroup, Edition, EditionState
from notifier.hubs import Hub
from notifier.subscribers import Address, AddressState, Subscriber, awake

# Not a way somebody left by a stop of their own: that is an answer, not an obstacle.
CLOSED = (AddressState.BLOCKED, AddressState.SUSPENDED)
LONGEST_FRESHNESS = timedelta(days=1)
NEITHER = "もう一つの方法でも送れませんでした。"


def not_reaching_all(session: Session, *, now: datetime) -> list[int]:
    """Editions that did not reach somebody and may still go out by themselves, oldest first."""
    rows = session.execute(
        select(Edition.id, Edition.dispatched_at, Hub.freshness_minutes)
        .join(Hub, Hub.id == Edition.hub_id)
        .where(*_is_unreached(now))
        .order_by(Edition.id)
    )
    return [
        one
        for one, begun, minutes in rows
        if begun is not None and now <= begun + timedelta(minutes=minutes)
    ]


def stand_in(session: Session, edition_id: int, *, now: datetime) -> int:
    """Plan the other way for whoever an edition ``not_reaching_all`` could not reach by the first;
    returns for how many.

    The first way must be over without success *and* its address closed: LINE's id refused or the
    account blocked, the mail bounced for good. What is unknown stays unknown. Only as long as the
    edition is fresh; the partial unique index keeps the two ways from both being open.
    """
    edition = session.scalar(
        select(Edition)
        .where(Edition.id == edition_id, *_is_unreached(now))
        .with_for_update(skip_locked=True)
    )
    if edition is None or has_waiting(session, edition):  # its plan comes first
        return 0
    added = add_deliveries(session, edition, _others(edition, now).subquery("others"), now=now)
    if added:
        release_batches(session, edition)
    return added


def close_stand_ins(session: Session, *, now: datetime) -> None:
    """Readers for whom the other way was laid aside too: *failed*, and no reason to hold everybody."""
    close_stand_ins_of(
        session,
        Edition.state.in_((EditionState.DISPATCHING, EditionState.SENT)),
        Edition.dispatched_at > now - 2 * LONGEST_FRESHNESS,
        now=now,
    )


def close_stand_ins_of(session: Session, *editions: ColumnElement[bool], now: datetime) -> None:
    """The same for the editions of which these conditions are true."""
    first = aliased(Delivery)
    these = select(Edition.id).where(*editions)
    closed = select(Batch.id).where(Batch.edition_id.in_(these), Batch.state.in_(CLOSED_BATCHES))
    session.execute(
        update(Delivery)
        .where(
            Delivery.state == DeliveryState.QUEUED,
            Delivery.batch_id.in_(closed),
            exists().where(
                first.edition_id == Delivery.edition_id,
                first.subscriber_id == Delivery.subscriber_id,
                first.id < Delivery.id,
            ),
        )
        .values(state=DeliveryState.FAILED, reason=NEITHER, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _is_unreached(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Edition.state.in_((EditionState.DISPATCHING, EditionState.SENT)),
        Edition.dispatched_at > now - LONGEST_FRESHNESS,
        exists().where(Delivery.edition_id == Edition.id, Delivery.is_missed),
    )


def _others(edition: Edition, now: datetime) -> Select[int, int, str, int]:
    """(subscriber, address, channel, content group) of the ways that stand in."""
    closed, other = aliased(Address), aliased(Address)
    # LINE stands in only where nobody had to decide who goes without it.
    is_short = exists().where(
        QuotaDecision.edition_id == edition.id, QuotaDecision.undone_at.is_(None)
    )
    return (
        select(
            Delivery.subscriber_id,
            func.min(other.id).label("address_id"),
            other.channel,
            Delivery.content_group_id,
        )
        .join(closed, closed.id == Delivery.address_id)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .join(other, other.subscriber_id == Delivery.subscriber_id)
        .join(ContentGroup, ContentGroup.id == Delivery.content_group_id)
        .where(
            Delivery.edition_id == edition.id,
            Delivery.is_missed,
            closed.state.in_(CLOSED),
            other.channel != Delivery.channel,
            other.state == AddressState.ACTIVE,
            or_(
                and_(other.channel == "line", ContentGroup.line_messages != "", ~is_short),
                and_(other.channel == "email", ContentGroup.mail_subject != ""),
            ),
            awake(now),
            ~has_it(edition, Delivery.subscriber_id, other.channel),
        )
        .group_by(Delivery.subscriber_id, other.channel, Delivery.content_group_id)
    )
