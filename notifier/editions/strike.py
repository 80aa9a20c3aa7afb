"""The one change allowed after approval: what was called off is struck, and the trail says so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.freeze import standing_items
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note
from notifier.editions.models import Edition, EditionItem
from notifier.editions.snapshot import Snapshot, told_at, without
from notifier.listings import Listing, ListingStatus, Occurrence, OccurrenceStatus

Dates = dict[int, set[datetime]]
TOLD = (ListingStatus.PUBLISHED,)
NOTICED = (ListingStatus.PUBLISHED, ListingStatus.CANCELLED)
NOTICED_WHOLE = (ListingStatus.CANCELLED,)


def strike_cancelled(
    session: Session, edition: Edition, *, by: Actor, now: datetime
) -> list[Snapshot]:
    """The frozen views of what still happens, in order; items called off whole are struck.

    A listing that lost some of its dates stays with the others. Of a notice it is the other way
    round: what takes place after all is struck. They are told now, whatever time was planned.

    The listings stay locked to the end of the transaction: a cancellation is either seen here, or
    it waits and then finds who was planned to be told.
    """
    items = standing_items(edition)
    notice = kind_of(edition.kind).is_notice
    status = _statuses(session, items)
    dates = _dates(
        session, items, OccurrenceStatus.CANCELLED if notice else OccurrenceStatus.SCHEDULED
    )
    standing = []
    for item in items:
        frozen = Snapshot.from_json(item.snapshot or {})
        kept = _kept(frozen, dates.get(item.listing_id, set()))
        allowed = _allowed(notice=notice, is_dated=bool(frozen.showings))
        if status[item.listing_id] in allowed and (kept.showings or not frozen.showings):
            standing.append(told_at(kept, now))
            continue
        _strike(session, edition, item, frozen, (by, now))
    session.flush()
    return standing


def _allowed(*, notice: bool, is_dated: bool) -> tuple[ListingStatus, ...]:
    """What a listing must be to stay. Of an announcement without dates only its own state says
    whether it is called off."""
    if not notice:
        return TOLD
    return NOTICED if is_dated else NOTICED_WHOLE


def _statuses(session: Session, items: list[EditionItem]) -> dict[int, ListingStatus]:
    """Read before the dates: on PostgreSQL this waits for whoever is just changing a listing.
    (SQLite knows no such lock and needs none: it has one writer.)"""
    rows = session.execute(
        select(Listing.id, Listing.status)
        .where(Listing.id.in_([item.listing_id for item in items]))
        .order_by(Listing.id)
        .with_for_update(read=True)
    )
    return {listing_id: status for listing_id, status in rows}  # noqa: C416 - rows are not pairs


def _dates(session: Session, items: list[EditionItem], status: OccurrenceStatus) -> Dates:
    """Dates that are (still) so; one that was moved or taken away is not among them."""
    found: Dates = {}
    for listing_id, starts_at in session.execute(
        select(Occurrence.listing_id, Occurrence.starts_at).where(
            Occurrence.listing_id.in_([item.listing_id for item in items]),
            Occurrence.status == status,
        )
    ):
        found.setdefault(listing_id, set()).add(starts_at)
    return found


def _kept(frozen: Snapshot, scheduled: set[datetime]) -> Snapshot:
    gone = [one.starts_at for one in frozen.showings if one.starts_at not in scheduled]
    return without(frozen, gone)


def _strike(
    session: Session,
    edition: Edition,
    item: EditionItem,
    frozen: Snapshot,
    who: tuple[Actor, datetime],
) -> None:
    item.struck_at = who[1]
    item.struck_reason = "承認のあとに、中止・日程変更・取り下げになりました。"
    words = f"「{frozen.title}」が{item.struck_reason}「{edition.title}」から消しました。"
    note(session, edition, words, verb="strike", by=who[0], now=who[1])
