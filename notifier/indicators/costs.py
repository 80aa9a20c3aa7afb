"""Each edition's cost beside everything it might be divided by; nothing is added up over media."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from notifier.delivery import DeliveryState, ledger_counts
from notifier.editions import Edition
from notifier.engagement import LEAST_SHOWN, LinkTaps, shown
from notifier.hubs import Hub
from notifier.indicators.cost import CostInput, each
from notifier.indicators.models import EditionCost, TypedFigure
from notifier.indicators.period import Period, month_period

VIEWS = "site_page_views"
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One edition: its cost (None: not typed yet), whom it reached, and what was counted."""

    edition_id: int
    title: str
    on: date
    cost: CostInput | None
    version: int
    typed_by: str
    typed_at: datetime | None
    readers: dict[str, int]
    taps: int
    views: int | None

    @property
    def reached(self) -> int:
        """People it was sent to: one edition reaches a person by one way only."""
        return sum(self.readers.values())

    @property
    def per_reader(self) -> str:
        """Yen per reached reader."""
        return each(self.cost.total, self.reached) if self.cost else UNKNOWN

    @property
    def per_copy(self) -> str:
        """Yen per printed copy."""
        return each(self.cost.total, self.cost.copies) if self.cost else UNKNOWN

    @property
    def taps_said(self) -> str:
        """Taps as people may see them."""
        return shown(self.taps)

    @property
    def per_tap(self) -> str:
        """Yen per tap; hidden with the taps, which it would give away."""
        if self.cost is None:
            return UNKNOWN
        return each(self.cost.total, self.taps) if self.taps >= LEAST_SHOWN else UNKNOWN


def costs(session: Session, hub: Hub, *, period: Period) -> list[CostLine]:
    """Editions of the period that went out or were approved for print, the newest first."""
    editions = session.scalars(
        select(Edition)
        .where(
            Edition.hub_id == hub.id,
            Edition.on >= period.first,
            Edition.on <= period.last,
            or_(Edition.dispatched_at.is_not(None), Edition.approved_at.is_not(None)),
        )
        .order_by(Edition.on.desc(), Edition.id.desc())
    ).all()
    return _lines(session, hub, list(editions))


def cost_line(session: Session, hub: Hub, edition: Edition) -> CostLine:
    """The same for one edition."""
    return _lines(session, hub, [edition])[0]


def _lines(session: Session, hub: Hub, editions: list[Edition]) -> list[CostLine]:
    ids = [edition.id for edition in editions]
    typed = {
        row.edition_id: row
        for row in session.scalars(
            select(EditionCost).where(EditionCost.hub_id == hub.id, EditionCost.edition_id.in_(ids))
        )
    }
    readers = _readers(session, hub, ids)
    taps = _taps(session, hub, ids)
    views = _views(session, hub)
    found = []
    for edition in editions:
        row = typed.get(edition.id)
        month = month_period(edition.on.year, edition.on.month).key
        found.append(
            CostLine(
                edition_id=edition.id,
                title=edition.title,
                on=edition.on,
                cost=_input(row) if row else None,
                version=row.version if row else 0,
                typed_by=row.typed_by if row else "",
                typed_at=row.typed_at if row else None,
                readers=readers.get(edition.id, {}),
                taps=taps.get(edition.id, 0),
                views=views.get(month),
            )
        )
    return found


def _input(row: EditionCost) -> CostInput:
    return CostInput(
        print_yen=row.print_yen,
        delivery_yen=row.delivery_yen,
        staff_minutes=row.staff_minutes,
        hour_yen=row.hour_yen,
        fee_yen=row.fee_yen,
        copies=row.copies,
    )


def _readers(session: Session, hub: Hub, ids: list[int]) -> dict[int, dict[str, int]]:
    """{edition: {channel: readers it was sent to}}."""
    found: dict[int, dict[str, int]] = {}
    for one in ledger_counts(session, hub.id, ids):
        if one.state is DeliveryState.SENT:
            readers = found.setdefault(one.edition_id, {})
            readers[one.channel] = readers.get(one.channel, 0) + one.count
    return found


def _taps(session: Session, hub: Hub, ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(LinkTaps.edition_id, func.sum(LinkTaps.count))
        .where(LinkTaps.hub_id == hub.id, LinkTaps.edition_id.in_(ids))
        .group_by(LinkTaps.edition_id)
    )
    return {edition_id: int(number) for edition_id, number in rows}


def _views(session: Session, hub: Hub) -> dict[str, int]:
    """{month: page views somebody typed}."""
    rows = session.execute(
        select(TypedFigure.period, TypedFigure.value).where(
            TypedFigure.hub_id == hub.id, TypedFigure.key == VIEWS
        )
    )
    return {period: value for period, value in rows}  # noqa: C416 - rows are not pairs to mypy
