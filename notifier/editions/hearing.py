"""What readers were told before, as far as it decides what they get now.

Only delivery knows who was really sent what. It hands over one statement that gives each reader
concerned a *mark*: one digit per listing, 1 where that reader has been told of it often enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from notifier.editions.current import current_views
from notifier.editions.kinds import KINDS, kind_of
from notifier.editions.models import ContentGroupItem, Edition, EditionItem
from notifier.editions.snapshot import Snapshot
from notifier.hubs import get_hub

LOOK_BACK = timedelta(days=120)

Tellings = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Hearing:
    """``rows`` gives (subscriber_id, mark) for the readers it concerns, one row each.

    ``has_it``: of an edition that went out in part and waits, who needs it no more; a clause for a
    statement over ``Subscriber`` and ``Address``.
    """

    listing_ids: tuple[int, ...]
    rows: Select[tuple[int, str]]
    has_it: ColumnElement[bool] | None = None

    def known(self, mark: str) -> frozenset[int]:
        """The listings a mark stands for."""
        pairs = zip(self.listing_ids, mark, strict=True) if mark else ()
        return frozenset(listing_id for listing_id, digit in pairs if digit == "1")


def tellings(session: Session, edition: Edition, *, now: datetime) -> dict[int, list[int]]:
    """{listing: the other editions that told every date this edition would tell of it}.

    A series with a new date is news again; an announcement without dates never is. Only listings
    told at least as often as the hub allows are named.
    """
    views = current_views(session, edition, now=now)
    most = get_hub(session, edition.hub_id).most_tellings
    told = _frozen_elsewhere(session, edition, [view.listing_id for view in views])
    found: dict[int, list[int]] = {}
    for view in views:
        dates = {one.starts_at for one in view.showings}
        before = [
            edition_id
            for edition_id, frozen in told.get(view.listing_id, [])
            if dates <= {one.starts_at for one in frozen.showings}
        ]
        if len(before) >= most:
            found[view.listing_id] = before
    return found


def tellings_of_dates(
    session: Session, hub_id: int, listing_id: int, dates: Sequence[datetime]
) -> list[int]:
    """The editions that told of one of these dates; without dates, of the listing at all.

    Which of their readers really got it, the receipts say. An edition that went out in part and is
    a draft again has forgotten which dates it told, or has lost the item: it counts as told, for
    a cancellation reaches somebody rather once too often than not at all.
    """
    wanted = set(dates)
    digests = (Edition.hub_id == hub_id, Edition.kind.in_(_digests()))
    frozen = session.execute(
        select(EditionItem.edition_id, EditionItem.snapshot)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(*digests, EditionItem.listing_id == listing_id, EditionItem.is_dropped.is_(False))
    )
    said = {
        edition_id: {one.starts_at for one in Snapshot.from_json(data).showings}
        for edition_id, data in frozen
        if data is not None
    }
    printed = session.scalars(
        select(ContentGroupItem.edition_id)
        .join(Edition, Edition.id == ContentGroupItem.edition_id)
        .where(*digests, ContentGroupItem.listing_id == listing_id)
        .distinct()
    )
    told = {one for one, moments in said.items() if not wanted or wanted & moments}
    return sorted(told | (set(printed) - said.keys()))


def _frozen_elsewhere(
    session: Session, edition: Edition, listing_ids: Sequence[int]
) -> dict[int, list[tuple[int, Snapshot]]]:
    rows = session.execute(
        select(EditionItem.listing_id, EditionItem.edition_id, EditionItem.snapshot)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(
            Edition.hub_id == edition.hub_id,
            Edition.id != edition.id,
            Edition.kind.in_(_digests()),
            Edition.on >= edition.on - LOOK_BACK,
            EditionItem.listing_id.in_(listing_ids),
            EditionItem.is_dropped.is_(False),
        )
        .order_by(Edition.id)
    )
    found: dict[int, list[tuple[int, Snapshot]]] = {}
    for listing_id, edition_id, data in rows:
        if data is not None:
            found.setdefault(listing_id, []).append((edition_id, Snapshot.from_json(data)))
    return found


def _digests() -> list[str]:
    """The kinds whose items count as told."""
    return [kind.key for kind in KINDS.values() if kind.is_sent and not kind.is_notice]


def is_notice(edition: Edition) -> bool:
    """Whether it goes to those who were told, instead of to those it fits."""
    return kind_of(edition.kind).is_notice
