"""The newsletter as its page shows it: items with warnings, what stays out, dates, errata."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.editions.errata import Erratum, errata
from notifier.editions.flags import changed_flag, flags_of
from notifier.editions.formats import pdf
from notifier.editions.kinds import kind_of
from notifier.editions.left_out import LeftOut, left_out
from notifier.editions.models import Edition, EditionItem, EditionState, ReviewLink
from notifier.editions.newsletter_paper import newsletter_paper
from notifier.editions.paper import Paper
from notifier.editions.print_limits import overflow_of, pages_sentence
from notifier.editions.queries import edition_on
from notifier.editions.review_view import Reviews, reviews_of
from notifier.editions.snapshot import Snapshot
from notifier.editions.timetable import Seen, Step, timetable
from notifier.editions.view import views_in_order
from notifier.hubs import Hub, get_hub
from notifier.kit import clock


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One item. ``number`` is its number on paper (0 = not in the calendar)."""

    listing_id: int
    number: int
    title: str
    own_title: str
    own_body: str
    print_title: str
    print_body: str
    when: str
    place: str
    is_dropped: bool
    struck_reason: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsletterView:
    """Everything the page says about one issue."""

    edition: Edition
    hub: Hub
    paper: Paper
    items: tuple[PrintRow, ...]
    dropped: tuple[PrintRow, ...]
    left_out: tuple[LeftOut, ...]
    steps: tuple[Step, ...]
    errata: tuple[Erratum, ...]
    page_sentence: str
    reviews: Reviews


def newsletter_view(session: Session, edition: Edition, *, now: datetime) -> NewsletterView:
    """The issue at one moment."""
    hub = get_hub(session, edition.hub_id)
    paper = newsletter_paper(session, edition, now=now)
    pairs = views_in_order(session, hub, edition, now)
    standing = [view for item, view, _ in pairs if not item.is_dropped]
    rows = [
        _row(item, view, paper, _flags(edition, view, version, standing, now))
        for item, view, version in pairs
    ]
    return NewsletterView(
        edition=edition,
        hub=hub,
        paper=paper,
        items=tuple(row for row in rows if not row.is_dropped),
        dropped=tuple(row for row in rows if row.is_dropped),
        left_out=tuple(left_out(session, hub, edition, now=now)),
        steps=steps_of(session, hub, edition.on, edition, now=now),
        errata=tuple(errata(session, edition, now=now)),
        page_sentence=_pages(edition, paper, now),
        reviews=reviews_of(session, edition, now=now),
    )


def _pages(edition: Edition, paper: Paper, now: datetime) -> str:
    """The warning when the issue takes more than one sheet, by making the PDF: nobody can guess."""
    folder = kind_of(edition.kind).templates
    data = pdf.issue(paper, folder=folder, at=edition.approved_at or now)
    return pages_sentence(pdf.pages(data) or 0)


def newsletter_steps(
    session: Session, hub: Hub, *, kind: str, month: date, now: datetime
) -> tuple[Step, ...]:
    """The timetable of a month, whether its issue was begun or not."""
    found = edition_on(session, hub.id, kind=kind, on=month)
    return steps_of(session, hub, month, found, now=now)


def steps_of(
    session: Session, hub: Hub, month: date, edition: Edition | None, *, now: datetime
) -> tuple[Step, ...]:
    """The timetable with what the edition itself shows to be done."""
    drafted = clock.local(edition.composed_at, hub.zone).date() if edition else None
    approved = (
        clock.local(edition.approved_at, hub.zone).date()
        if edition is not None and edition.approved_at is not None
        else None
    )
    return timetable(
        month,
        today=clock.local(now, hub.zone).date(),
        open_days=hub.open_days,
        seen=Seen(drafted, _offered_on(session, hub, edition), approved),
    )


def _offered_on(session: Session, hub: Hub, edition: Edition | None) -> date | None:
    if edition is None:
        return None
    first = session.scalar(
        select(func.min(ReviewLink.created_at)).where(
            ReviewLink.hub_id == hub.id, ReviewLink.edition_id == edition.id
        )
    )
    return clock.local(first, hub.zone).date() if first else None


def _flags(
    edition: Edition, view: Snapshot, version: int, standing: list[Snapshot], now: datetime
) -> tuple[str, ...]:
    if edition.state is EditionState.APPROVED:
        return changed_flag(view, version)
    return flags_of(view, standing, send_at=now)


def _row(item: EditionItem, view: Snapshot, paper: Paper, flags: tuple[str, ...]) -> PrintRow:
    printed = next((one for one in paper.items if one.listing_id == item.listing_id), None)
    too_long = overflow_of(printed) if printed else ()
    return PrintRow(
        listing_id=item.listing_id,
        number=printed.number if printed else 0,
        title=item.print_title or view.title,
        own_title=view.title,
        own_body=view.body,
        print_title=item.print_title,
        print_body=item.print_body,
        when=printed.when if printed else "",
        place=view.place_name,
        is_dropped=item.is_dropped,
        struck_reason=item.struck_reason if item.struck_at else "",
        flags=(*too_long, *flags),
    )
