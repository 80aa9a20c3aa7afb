"""Compose an edition; composing again gives the same draft with what changed since."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.candidates import candidates
from notifier.editions.day_over import DayOverError, last_day_for
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note, take
from notifier.editions.models import Edition, EditionItem, EditionState
from notifier.editions.selection import Place, insert_by_date
from notifier.editions.snapshot import Snapshot
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError

FARTHEST = timedelta(days=366)


class NoticeNeedsListingError(BadInputError):
    """A notice is about a listing that was called off; there is nothing to compose without one."""


def compose(
    session: Session, hub: Hub, *, kind: str, on: date, by: Actor, now: datetime
) -> Edition:
    """The edition of that kind and day, as a draft with everything that may be told.

    Composing twice gives the same draft: new listings are put in by date, vanished ones taken
    out, and what staff chose (drop, pin, order, greeting) stays. An edition that is no longer a
    draft comes back untouched. A monthly kind stands under the first of the month asked for.
    A new one is refused for a day on which nobody could be sent it any more (``DayOverError``) and
    for more than a year ahead; a printed one may be made for a month that is over.
    """
    if kind_of(kind).is_notice:
        raise NoticeNeedsListingError(
            "中止のお知らせは、掲載のページの「中止にする」から作ります。", field="kind"
        )
    on = kind_of(kind).day(on)
    edition = _find(session, hub, kind, on) or _begin(session, hub, kind=kind, on=on, now=now)
    take(session, edition)
    if edition.state is not EditionState.DRAFT:
        return edition
    is_new = not edition.items and edition.version == 1
    changed = _refill(session, edition, candidates(session, hub, edition, now=now))
    if changed:
        edition.version += 1
        edition.composed_at = now
    if is_new:
        words = f"「{edition.title}」の下書きを作りました（{len(edition.items)}件）。"
        note(session, edition, words, verb="compose", by=by, now=now)
    session.flush()
    return edition


def _find(session: Session, hub: Hub, kind: str, on: date) -> Edition | None:
    return session.scalar(
        select(Edition).where(
            Edition.hub_id == hub.id,
            Edition.kind == kind,
            Edition.on == on,
            Edition.topic == "",
        )
    )


def _begin(session: Session, hub: Hub, *, kind: str, on: date, now: datetime) -> Edition:
    """A new row; when another process was quicker the unique key says so and theirs is used."""
    _check_ahead(hub, kind, on, now=now)
    made = Edition(
        hub_id=hub.id, kind=kind, on=on, title=kind_of(kind).title(on), composed_at=now, items=[]
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        theirs = _find(session, hub, kind, on)
        if theirs is None:
            raise
        return theirs
    return made


def _check_ahead(hub: Hub, kind: str, on: date, *, now: datetime) -> None:
    today, said = clock.local(now, hub.zone).date(), clock.say_full_date(on)
    if on > today + FARTHEST:
        raise BadInputError(
            f"{said}の便は、1年より先なので、まだ作れません。年を確かめてください。", field="on"
        )
    if kind_of(kind).is_sent and last_day_for(on) < today:
        raise DayOverError(
            f"{said}の便は、もう送れないので作れません。きょうからあとの日を選んでください。",
            field="on",
        )


def _refill(session: Session, edition: Edition, views: Sequence[Snapshot]) -> bool:
    """Bring the items in line with what may be told now; whether anything changed."""
    wanted = {view.listing_id: view for view in views}
    gone = [item for item in edition.items if item.listing_id not in wanted]
    for item in gone:
        edition.items.remove(item)
    standing = {item.listing_id: item for item in edition.items}
    new = [view for view in views if view.listing_id not in standing]
    order = insert_by_date(
        [_place(wanted[item.listing_id], item) for item in edition.items],
        [_place(view, None) for view in new],
    )
    session.flush()
    for position, listing_id in enumerate(order):
        if listing_id in standing:
            standing[listing_id].position = position
            continue
        edition.items.append(
            EditionItem(
                hub_id=edition.hub_id,
                listing_id=listing_id,
                position=position,
                is_dropped=False,
                is_pinned=False,
            )
        )
    edition.items.sort(key=lambda item: item.position)
    return bool(gone or new)


def _place(view: Snapshot, item: EditionItem | None) -> Place:
    first = view.on_dates[0] if view.on_dates else None
    if item is None:
        return Place(view.listing_id, is_pinned=False, first_on=first, position=0)
    return Place(view.listing_id, item.is_pinned, first, item.position)
