"""Who was really told what before: one statement over the ledger, a mark for each reader concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, exists, false, func, literal, select, tuple_
from sqlalchemy.orm import Session

from notifier import editions
from notifier.delivery.has_it import has_it
from notifier.delivery.models import Delivery, DeliveryState
from notifier.editions import ContentGroupItem, Edition, EditionState, Hearing
from notifier.hubs import get_hub
from notifier.subscribers import Subscriber

GOT_IT = (DeliveryState.SENT,)
# For a cancellation: also who may have got it, and who is just getting it.
MAY_KNOW = (
    DeliveryState.SENT,
    DeliveryState.UNKNOWN,
    DeliveryState.SENDING,
    DeliveryState.QUEUED,
)
WAITING = (
    EditionState.DRAFT,
    EditionState.APPROVED,
    EditionState.BLOCKED,
    EditionState.MISSED,
    EditionState.HELD,
)
NOBODY_TOLD: Any = select(Subscriber.id.label("subscriber_id"), literal("").label("mark")).where(
    false()
)


def hearing_of(session: Session, edition: Edition, *, now: datetime) -> Hearing | None:
    """What the readers of this edition were sent before; None when it makes no difference.

    For a digest: items sent to a reader as often as the hub allows, with every date they have. For
    a notice: who was sent, or may have been sent, the dates it is about. An edition that went out in
    part and waits for a person concerns those alone who lack it.
    """
    found = told_before(session, edition, now=now)
    if edition.state not in WAITING or not _went_out(session, edition):
        return found
    return replace(found or Hearing((), NOBODY_TOLD), has_it=has_it(edition))


def told_before(session: Session, edition: Edition, *, now: datetime) -> Hearing | None:
    """The same for the plan, which looks itself who has this very edition."""
    if editions.is_notice(edition):
        return hearing_of_dates(
            session,
            edition.hub_id,
            edition.about["listing_id"],
            [datetime.fromisoformat(one) for one in edition.about["starts_at"]],
        )
    told = editions.tellings(session, edition, now=now)
    most = get_hub(session, edition.hub_id).most_tellings
    return _hearing(edition.hub_id, told, most, GOT_IT) if told else None


def _went_out(session: Session, edition: Edition) -> bool:
    return bool(session.scalar(select(exists().where(Delivery.edition_id == edition.id))))


def hearing_of_dates(
    session: Session, hub_id: int, listing_id: int, dates: Sequence[datetime]
) -> Hearing:
    """Who was told, or may have been told, of one of these dates of a listing."""
    told = editions.tellings_of_dates(session, hub_id, listing_id, dates)
    return _hearing(hub_id, {listing_id: told}, 1, MAY_KNOW)


def _hearing(
    hub_id: int,
    told: Mapping[int, Sequence[int]],
    times: int,
    states: Sequence[DeliveryState],
) -> Hearing:
    pairs = [(listing_id, one) for listing_id, where in told.items() for one in where]
    often = (
        select(Delivery.subscriber_id, ContentGroupItem.listing_id)
        .join(ContentGroupItem, ContentGroupItem.content_group_id == Delivery.content_group_id)
        .where(
            Delivery.hub_id == hub_id,
            Delivery.state.in_(states),
            tuple_(ContentGroupItem.listing_id, ContentGroupItem.edition_id).in_(pairs),
        )
        .group_by(Delivery.subscriber_id, ContentGroupItem.listing_id)
        .having(func.count() >= times)
        .subquery()
    )
    listing_ids = tuple(sorted(told))
    mark: Any = None
    for listing_id in listing_ids:
        digit = func.max(case((often.c.listing_id == listing_id, "1"), else_="0"))
        mark = digit if mark is None else mark.concat(digit)
    rows = select(often.c.subscriber_id, mark.label("mark")).group_by(often.c.subscriber_id)
    return Hearing(listing_ids, rows)
