"""The one change allowed after approval: what was called off is struck, and the trail says so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.freeze import standing_items
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note
from notifier.editions.models import Edition, EditionItem
from notifier.editions.snapshot import Snapshot, without
from notifier.listings import Listing, ListingStatus, Occurrence, OccurrenceStatus

Dates = dict[int, set[datetime]]
TOLD = (ListingStatus.PUBLISHED,)
NOTICED = (ListingStatus.PUBLISHED, ListingStatus.CANCELLED)


def strike_cancelled(
    session: Session, edition: Edition, *, by: Actor, now: datetime
) -> list[Snapshot]:
    """The frozen views of what still happens, in order; items called off whole are struck.

    A listing that lost some of its dates stays with the others. Of a notice it is the other way
    round: what takes place after all is struck.
    """
    items = standing_items(edition)
    notice = kind_of(edition.kind).is_notice
    alive = _with_status(session, items, NOTICED if notice else TOLD)
    dates = _dates(
        session, items, OccurrenceStatus.CANCELLED if notice else OccurrenceStatus.SCHEDULED
    )
    standing = []
    for item in items:
        frozen = Snapshot.from_json(item.snapshot or {})
        kept = _kept(frozen, dates.get(item.listing_id, set()))
        if item.listing_id in alive and (kept.showings or not frozen.showings):
            standing.append(kept)
            continue
        _strike(session, edition, item, frozen, (by, now))
    session.flush()
    return standing


def _with_status(
    session: Session, items: list[EditionItem], statuses: tuple[ListingStatus, ...]
) -> set[int]:
    return set(
        session.scalars(
            select(Listing.id).where(
                Listing.id.in_([item.listing_id for item in items]),
                Listing.status.in_(statuses),
            )
        )
    )


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
