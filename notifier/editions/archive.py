"""Issues that left the house, as anyone may read them afterwards: frozen words, nothing personal.

What was cancelled since stays, struck through, and a date that was moved says so; what its group no
longer wants on the web, or was taken down, is only counted. Whom to ask is as it stands now: somebody
may have taken a number of their own off the web.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from notifier.editions.card import Card, card_of, safe
from notifier.editions.freeze import kept_items
from notifier.editions.kinds import KINDS, kind_of
from notifier.editions.models import Edition, EditionItem, EditionState
from notifier.editions.queries import EditionNotFoundError
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import LANGUAGES, Words, say_showing, words_of
from notifier.hubs import Hub
from notifier.kit import text
from notifier.listings import Listing, ListingStatus, Occurrence, OccurrenceStatus

WEB = "web"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in the list; ``left_at`` is when it was sent or, on paper, approved."""

    edition_id: int
    title: str
    on: date
    left_at: datetime


@dataclass(frozen=True, slots=True)
class IssueDate:
    """One date as the issue told it, and whether it was called off or moved since."""

    said: str
    is_cancelled: bool
    is_moved: bool


@dataclass(frozen=True, slots=True)
class IssueItem:
    """An item of an issue: its card, its dates, and what became of it."""

    card: Card
    dates: tuple[IssueDate, ...]
    is_cancelled: bool
    reason: str

    @property
    def is_moved(self) -> bool:
        """Does any of its dates stand elsewhere now?"""
        return any(one.is_moved for one in self.dates)


@dataclass(frozen=True, slots=True)
class Issue:
    """A whole issue; ``gone`` items are no longer shown, ``languages`` it has words in."""

    line: IssueLine
    is_sent: bool
    greeting: str
    items: tuple[IssueItem, ...]
    gone: int
    languages: tuple[str, ...]


def issues(session: Session, hub: Hub) -> list[IssueLine]:
    """Every issue of the hub that left the house, newest first."""
    rows = session.scalars(_left_the_house(hub).order_by(Edition.on.desc(), Edition.id.desc()))
    return [_line(edition) for edition in rows]


def issue(session: Session, hub: Hub, edition_id: int, *, language: str = "ja") -> Issue:
    """That issue in ``language``, or in Japanese when it was not made in it.

    EditionNotFoundError for a draft, for one that was stopped, and for another hub's.
    """
    edition = session.scalar(_left_the_house(hub).where(Edition.id == edition_id))
    if edition is None:
        raise EditionNotFoundError("このお便りは見つかりません。")
    items = [item for item in kept_items(edition) if item.snapshot is not None]
    listings = _listings(session, hub, items)
    shown = [item for item in items if _may_show(listings.get(item.listing_id))]
    views = [Snapshot.from_json(item.snapshot or {}) for item in shown]
    languages = _languages(views)
    words = words_of(language if language in languages else "ja")
    return Issue(
        line=_line(edition),
        is_sent=kind_of(edition.kind).is_sent,
        greeting=edition.greeting or words.hello.format(hub=hub.name),
        items=tuple(_item(view, listings[view.listing_id], words) for view in views),
        gone=len(items) - len(shown),
        languages=languages,
    )


def appeared_in(
    session: Session, hub: Hub, listing_ids: Iterable[int]
) -> dict[int, list[IssueLine]]:
    """{listing id: the issues that carried it and left the house}, oldest first."""
    rows = session.execute(
        select(EditionItem.listing_id, Edition)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(
            EditionItem.hub_id == hub.id,
            EditionItem.listing_id.in_(list(listing_ids)),
            EditionItem.is_dropped.is_(False),
            EditionItem.struck_at.is_(None),
            Edition.id.in_(_left_the_house(hub).with_only_columns(Edition.id)),
        )
        .order_by(Edition.on, Edition.id)
    )
    found: dict[int, list[IssueLine]] = {}
    for listing_id, edition in rows:
        found.setdefault(listing_id, []).append(_line(edition))
    return found


def _left_the_house(hub: Hub) -> Select[Edition]:
    """Sent ones, and printed ones that were approved: those left as files."""
    kinds = [kind for kind in KINDS.values() if kind.is_archived]
    sent = [kind.key for kind in kinds if kind.is_sent]
    printed = [kind.key for kind in kinds if not kind.is_sent]
    return select(Edition).where(
        Edition.hub_id == hub.id,
        or_(
            Edition.kind.in_(sent) & (Edition.state == EditionState.SENT),
            Edition.kind.in_(printed) & (Edition.state == EditionState.APPROVED),
        ),
    )


def _line(edition: Edition) -> IssueLine:
    left_at = edition.sent_at or edition.approved_at or edition.composed_at
    return IssueLine(edition.id, edition.title, edition.on, left_at)


def _languages(views: list[Snapshot]) -> tuple[str, ...]:
    """Japanese, and those any item has words in; never those somebody read it in, which may be one
    person.
    """
    found = {language for view in views for language in view.wordings}
    return tuple(key for key in LANGUAGES if key == "ja" or key in found)


def _listings(session: Session, hub: Hub, items: list[EditionItem]) -> dict[int, Listing]:
    ids = [item.listing_id for item in items]
    rows = session.scalars(select(Listing).where(Listing.hub_id == hub.id, Listing.id.in_(ids)))
    return {listing.id: listing for listing in rows}


def _may_show(listing: Listing | None) -> bool:
    return (
        listing is not None
        and listing.status is not ListingStatus.WITHDRAWN
        and WEB in listing.outlets
    )


def _item(view: Snapshot, listing: Listing, words: Words) -> IssueItem:
    rows = {row.starts_at: row for row in listing.occurrences}
    found = [rows.get(one.starts_at) for one in view.showings]
    took_place = any(row is not None and row.status is OccurrenceStatus.SCHEDULED for row in found)
    is_cancelled = listing.status is ListingStatus.CANCELLED and not took_place
    dates = tuple(
        _date(say_showing(one, view, words), row, is_whole_cancelled=is_cancelled)
        for one, row in zip(view.showings, found, strict=True)
    )
    return IssueItem(
        card=replace(card_of(view, words), contact=safe(text.one_line(listing.contact_public))),
        dates=dates,
        is_cancelled=is_cancelled,
        reason=listing.status_reason if is_cancelled else "",
    )


def _date(said: str, row: Occurrence | None, *, is_whole_cancelled: bool) -> IssueDate:
    """A date without a row had its hour moved; a row struck by a change of dates was moved too."""
    if is_whole_cancelled:
        return IssueDate(said, is_cancelled=True, is_moved=False)
    if row is None or row.is_moved_away:
        return IssueDate(said, is_cancelled=False, is_moved=True)
    return IssueDate(said, row.status is OccurrenceStatus.CANCELLED, is_moved=False)
