"""The one change allowed after approval: what was called off is struck, and the trail says so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.freeze import standing_items
from notifier.editions.locking import note
from notifier.editions.models import Edition, EditionItem
from notifier.editions.snapshot import Snapshot, without
from notifier.listings import Listing, ListingStatus, Occurrence, OccurrenceStatus

Dates = dict[int, set[datetime]]


def strike_cancelled(
    session: Session, edition: Edition, *, by: Actor, now: datetime
) -> list[Snapshot]:
    """The frozen views of what still happens, in order; items called off whole are struck.

    A listing that lost some of its dates stays with the others.
    """
    items = standing_items(edition)
    alive = _published(session, items)
    dates = _scheduled(session, items)
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


def _published(session: Session, items: list[EditionItem]) -> set[int]:
    return set(
        session.scalars(
            select(Listing.id).where(
                Listing.id.in_([item.listing_id for item in items]),
                Listing.status == ListingStatus.PUBLISHED,
            )
        )
    )


def _scheduled(session: Session, items: list[EditionItem]) -> Dates:
    """Dates that still take place; one that was moved or taken away is not among them."""
    found: Dates = {}
    for listing_id, starts_at in session.execute(
        select(Occurrence.listing_id, Occurrence.starts_at).where(
            Occurrence.listing_id.in_([item.listing_id for item in items]),
            Occurrence.status == OccurrenceStatus.SCHEDULED,
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
