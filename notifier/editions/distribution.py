"""The list of an issue: every place with its copies, what was brought, and the totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.directory import DistributionPlace, distribution_places
from notifier.editions.models import Edition, Placement
from notifier.hubs import districts


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One place in the list of an issue. ``was_noted``: staff wrote something for this issue."""

    place: DistributionPlace
    district: str
    copies: int
    placed_on: date | None
    left_over: int | None
    was_noted: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """The list. ``stamp`` changes with every row, so that two people do not overwrite silently."""

    printed: int | None
    rows: tuple[PlacementRow, ...]
    stamp: str

    @property
    def planned(self) -> int:
        """Copies of all places together."""
        return sum(row.copies for row in self.rows)

    @property
    def placed(self) -> int:
        """Copies that were brought."""
        return sum(row.copies for row in self.rows if row.placed_on)

    @property
    def left_over(self) -> int:
        """Copies that lay there at the end or came back."""
        return sum(row.left_over or 0 for row in self.rows)

    @property
    def spare(self) -> int | None:
        """Printed copies no place gets; negative when too few were printed."""
        return None if self.printed is None else self.printed - self.planned


def distribution(session: Session, edition: Edition) -> Distribution:
    """The living places, and those that had copies of this issue before they ended."""
    noted = {
        row.place_id: row
        for row in session.scalars(
            select(Placement).where(
                Placement.hub_id == edition.hub_id, Placement.edition_id == edition.id
            )
        )
    }
    names = {row.key: row.name for row in districts(session, edition.hub_id)}
    rows = tuple(
        _row(place, names.get(place.district_key, ""), noted.get(place.id))
        for place in distribution_places(session, edition.hub_id)
        if place.ended_at is None or place.id in noted
    )
    versions = sum(row.version for row in noted.values())
    return Distribution(
        edition.copies_printed, rows, f"{len(noted)}.{versions}.{edition.copies_printed}"
    )


def last_placed(session: Session, hub_id: int) -> dict[int, date]:
    """{place: the last day copies of any issue were brought there}."""
    rows = session.execute(
        select(Placement.place_id, func.max(Placement.placed_on))
        .where(Placement.hub_id == hub_id, Placement.placed_on.is_not(None))
        .group_by(Placement.place_id)
    )
    return {place_id: day for place_id, day in rows if day is not None}


@dataclass(frozen=True, slots=True)
class Copies:
    """Sums over the issues of a time, for figures. ``printed`` is None when nobody wrote it."""

    issues: int
    printed: int | None
    placed: int
    left_over: int
    places: int


def copies_between(
    session: Session, hub_id: int, *, kinds: Sequence[str], first: date, last: date
) -> Copies:
    """Printed, placed and left-over copies of the issues dated ``first`` to ``last`` (both in)."""
    mine = (Edition.hub_id == hub_id, Edition.kind.in_(kinds), Edition.on.between(first, last))
    issues, printed = session.execute(
        select(func.count(Edition.id), func.sum(Edition.copies_printed)).where(
            *mine, Edition.copies_printed.is_not(None)
        )
    ).one()
    placed, left_over, places = session.execute(
        select(
            func.coalesce(func.sum(Placement.copies), 0),
            func.coalesce(func.sum(Placement.left_over), 0),
            func.count(Placement.place_id.distinct()),
        )
        .join(Edition, Edition.id == Placement.edition_id)
        .where(*mine, Placement.placed_on.is_not(None))
    ).one()
    return Copies(issues, printed, placed, left_over or 0, places)


def _row(place: DistributionPlace, district: str, noted: Placement | None) -> PlacementRow:
    if noted is None:
        return PlacementRow(place, district, place.copies, None, None, was_noted=False)
    return PlacementRow(
        place, district, noted.copies, noted.placed_on, noted.left_over, was_noted=True
    )
