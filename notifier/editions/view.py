"""The edition as its page and the command line show it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.announced import announced, say_plan, say_plan_in
from notifier.editions.approve import needs_second
from notifier.editions.candidates import is_alive, view_of
from notifier.editions.card import card_of
from notifier.editions.day_over import is_day_over, late_until
from notifier.editions.flags import changed_flag, flags_of
from notifier.editions.hearing import Hearing
from notifier.editions.kinds import kind_of
from notifier.editions.left_out import LeftOut, left_out
from notifier.editions.models import Edition, EditionItem, EditionState
from notifier.editions.reach import Reach, reach
from notifier.editions.samples import Sample, Sampler
from notifier.editions.schedule import slot_on
from notifier.editions.selection import Place, in_order
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import JA
from notifier.hubs import Hub, districts, get_hub
from notifier.kit import clock
from notifier.listings import Listing


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item on the page. ``left_over`` readers matched but had more than fits; ``known``
    readers were told of it as often as the hub allows."""

    listing_id: int
    title: str
    when: tuple[str, ...]
    place: str
    is_pinned: bool
    is_dropped: bool
    struck_reason: str
    readers: int
    left_over: int
    known: int
    flags: tuple[str, ...]
    plan: str = ""


@dataclass(frozen=True, slots=True)
class EditionView:
    """Everything the page says about an edition at one moment. ``late_until`` is the last day on
    which it may still go when its day is over; None while it is not, and for a notice.
    """

    edition: Edition
    hub: Hub
    items: tuple[ItemRow, ...]
    dropped: tuple[ItemRow, ...]
    left_out: tuple[LeftOut, ...]
    reach: Reach
    samples: tuple[Sample, ...]
    slot: datetime | None
    send_at: datetime
    undo_minutes_left: int
    waits_for_second: bool
    max_cards: int
    late_until: date | None


def edition_view(
    session: Session, edition: Edition, *, now: datetime, hearing: Hearing | None = None
) -> EditionView:
    """Items with flags and readers, what did not fit and why, and when it would go.

    ``hearing``: see ``reach``.
    """
    hub = get_hub(session, edition.hub_id)
    pairs = views_in_order(session, hub, edition, now)
    slot = slot_on(hub, edition.kind, edition.on)
    undo = timedelta(minutes=hub.undo_minutes)
    send_at = edition.send_at or max(slot or now, now + undo)
    sampler = Sampler(longest_title=_longest([view for _, view, _ in pairs]))
    found = reach(session, edition, now=now, seen=sampler.see, hearing=hearing)
    standing = [view for item, view, _ in pairs if not item.is_dropped]
    rows = [
        _row(
            item,
            view,
            found,
            _flags(edition, view, version, standing, send_at),
            _plan(session, hub, edition, item, now),
        )
        for item, view, version in pairs
    ]
    names = {district.key: district.name for district in districts(session, hub.id)}
    return EditionView(
        edition=edition,
        hub=hub,
        items=tuple(row for row in rows if not row.is_dropped),
        dropped=tuple(row for row in rows if row.is_dropped),
        left_out=tuple(left_out(session, hub, edition, now=now)),
        reach=found,
        samples=tuple(sampler.samples(names)),
        slot=slot,
        send_at=send_at,
        undo_minutes_left=_minutes_left(edition, now),
        waits_for_second=edition.state is EditionState.APPROVED and needs_second(hub, edition),
        max_cards=kind_of(edition.kind).max_cards,
        late_until=_late_until(hub, edition, now),
    )


def views_in_order(
    session: Session, hub: Hub, edition: Edition, now: datetime
) -> list[tuple[EditionItem, Snapshot, int]]:
    """Every item in order with its view (frozen when there is one) and its living version."""
    items = {item.listing_id: item for item in edition.items}
    listings = {
        listing.id: listing
        for listing in session.scalars(
            select(Listing).where(Listing.hub_id == hub.id, Listing.id.in_(items))
        )
    }
    places = [Place(item.listing_id, item.is_pinned, None, item.position) for item in edition.items]
    found, today = [], clock.local(now, hub.zone).date()
    for place in in_order(places):
        item, listing = items[place.listing_id], listings[place.listing_id]
        if item.snapshot is not None:
            found.append((item, Snapshot.from_json(item.snapshot), listing.version))
        elif is_alive(listing, edition, today=today) or edition.state is not EditionState.DRAFT:
            found.append((item, view_of(listing, hub, edition, now=now), listing.version))
    return found


def _flags(
    edition: Edition, view: Snapshot, version: int, standing: list[Snapshot], send_at: datetime
) -> tuple[str, ...]:
    if edition.state is EditionState.APPROVED:
        return changed_flag(view, version)
    if edition.state is not EditionState.DRAFT:
        return ()
    return flags_of(view, standing, send_at=send_at)


def _plan(session: Session, hub: Hub, edition: Edition, item: EditionItem, now: datetime) -> str:
    """When this item should be told, in a sentence; only while something can still be arranged."""
    if edition.state is not EditionState.DRAFT or not kind_of(edition.kind).is_scheduled:
        return ""
    listing = session.get_one(Listing, item.listing_id)
    if not item.is_dropped:
        return say_plan_in(edition, listing, hub, now=now)
    plan = announced(listing, hub, now=now)
    return say_plan(plan) if plan is not None else ""


def _row(
    item: EditionItem, view: Snapshot, found: Reach, flags: tuple[str, ...], plan: str
) -> ItemRow:
    card = card_of(view, JA)
    return ItemRow(
        listing_id=item.listing_id,
        title=view.title,
        when=card.when,
        place=card.place,
        is_pinned=item.is_pinned,
        is_dropped=item.is_dropped,
        struck_reason=item.struck_reason if item.struck_at else "",
        readers=found.told[item.listing_id],
        left_over=found.left_over[item.listing_id],
        known=found.known[item.listing_id],
        flags=flags,
        plan=plan,
    )


def _late_until(hub: Hub, edition: Edition, now: datetime) -> date | None:
    is_late = not kind_of(edition.kind).is_notice and is_day_over(hub, edition, now=now)
    return late_until(edition) if is_late else None


def _longest(views: list[Snapshot]) -> int | None:
    if not views:
        return None
    return max(views, key=lambda view: len(view.title)).listing_id


def _minutes_left(edition: Edition, now: datetime) -> int:
    """Whole minutes until it goes, rounded up; 0 when it is not waiting."""
    if edition.state is not EditionState.APPROVED or edition.send_at is None:
        return 0
    seconds = (edition.send_at - now).total_seconds()
    return max(0, -int(-seconds // 60))
