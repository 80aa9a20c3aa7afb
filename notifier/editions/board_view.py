"""The notice board as its page shows it: which sheets hang, and which of them tell what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.board_paper import board_paper
from notifier.editions.errata import Erratum, errata
from notifier.editions.flags import flags_of
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.paper_words import when_of
from notifier.editions.view import views_in_order
from notifier.hubs import Hub, get_hub
from notifier.kit import clock

BOARD = "board"
OLD = "この紙は古くなりました。刷り直してください。"
OVER = "掲示の期限が過ぎました。はずして、刷り直してください。"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet. ``wrong`` are the printed items that are not right any more."""

    name: str
    items: int
    wrong: tuple[Erratum, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class BoardItem:
    """One item of a printing, with what a person should look at before it is final."""

    listing_id: int
    title: str
    when: str
    place: str
    is_dropped: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """One printing. ``is_over``: its last day has passed."""

    edition: Edition
    until: date
    is_over: bool
    sheets: tuple[SheetRow, ...]
    items: tuple[BoardItem, ...]

    @property
    def stale(self) -> tuple[SheetRow, ...]:
        """The sheets to print again."""
        return tuple(row for row in self.sheets if row.warning)


def board_view(session: Session, edition: Edition, *, now: datetime) -> BoardView:
    """The sheets of ``edition`` and how each stands."""
    hub = get_hub(session, edition.hub_id)
    until = kind_of(edition.kind).last_day(edition.on)
    is_final = edition.state is EditionState.APPROVED
    is_over = is_final and clock.local(now, hub.zone).date() > until
    found = errata(session, edition, now=now)
    rows = []
    for sheet in board_paper(session, edition, now=now).sheets:
        wrong = tuple(one for one in found if one.listing_id in sheet.listing_ids)
        warning = OVER if is_over else OLD if wrong else ""
        rows.append(SheetRow(sheet.name, len(sheet.listing_ids), wrong, warning))
    items = _items(session, hub, edition, now=now)
    return BoardView(edition, until, is_over, tuple(rows), items)


def _items(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> tuple[BoardItem, ...]:
    pairs = views_in_order(session, hub, edition, now)
    standing = [view for item, view, _ in pairs if not item.is_dropped]
    return tuple(
        BoardItem(
            item.listing_id,
            view.title,
            when_of(view, date.min) if view.showings else "",
            view.place_name,
            item.is_dropped,
            flags_of(view, standing, send_at=now),
        )
        for item, view, _ in pairs
    )


def hanging(session: Session, hub_id: int, *, now: datetime) -> BoardView | None:
    """The sheets printed last, which are those that hang; None when none were ever made final."""
    newest = session.scalars(
        select(Edition)
        .where(
            Edition.hub_id == hub_id,
            Edition.kind == BOARD,
            Edition.state == EditionState.APPROVED,
        )
        .order_by(Edition.on.desc(), Edition.id.desc())
        .limit(1)
    ).first()
    return None if newest is None else board_view(session, newest, now=now)


def sheets_with(session: Session, hub_id: int, listing_id: int, *, now: datetime) -> Sequence[str]:
    """The names of the hanging sheets that print a listing: what a cancellation makes old."""
    newest = hanging(session, hub_id, now=now)
    if newest is None or newest.is_over:
        return ()
    sheets = board_paper(session, newest.edition, now=now).sheets
    return [sheet.name for sheet in sheets if listing_id in sheet.listing_ids]
