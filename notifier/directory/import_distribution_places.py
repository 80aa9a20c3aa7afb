"""Take in a whole list of places of distribution: new ones are added, known ones brought up to date."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.add_distribution_place import add_distribution_place
from notifier.directory.change_distribution_place import change_distribution_place
from notifier.directory.distribution_facts import DistributionFacts, checked
from notifier.directory.models import DistributionPlace
from notifier.directory.queries import distribution_place_named
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of a list: its number in the file, and what it says or why it says nothing."""

    number: int
    facts: DistributionFacts | None
    problem: str = ""


@dataclass(slots=True)
class ImportedPlaces:
    """What became of the rows, by name; ``refused`` holds (row number, why)."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_distribution_places(
    session: Session, hub: Hub, rows: Iterable[PlaceRow], *, by: audit.Actor, now: datetime
) -> ImportedPlaces:
    """Every row for itself. An empty cell leaves what is written down; nothing is ever ended."""
    found = ImportedPlaces()
    for row in rows:
        if row.facts is None:
            found.refused.append((row.number, row.problem))
            continue
        try:
            facts = checked(row.facts)
        except BadInputError as error:
            found.refused.append((row.number, str(error)))
            continue
        _take_in(session, hub, facts, found, by, now)
    return found


def _take_in(
    session: Session,
    hub: Hub,
    facts: DistributionFacts,
    found: ImportedPlaces,
    by: audit.Actor,
    now: datetime,
) -> None:
    place = distribution_place_named(session, hub.id, facts.name)
    if place is None or place.ended_at is not None:
        add_distribution_place(session, hub, facts, by=by, now=now)
        found.added.append(facts.name)
        return
    wanted = _beside(place, facts)
    if wanted == _facts_of(place):
        found.same.append(place.name)
        return
    change_distribution_place(
        session, place, wanted, ends=False, version=place.version, by=by, now=now
    )
    found.changed.append(place.name)


def _beside(place: DistributionPlace, facts: DistributionFacts) -> DistributionFacts:
    """What the row says, and where it says nothing what stands."""
    stands = _facts_of(place)
    return replace(
        facts,
        name=stands.name,
        address=facts.address or stands.address,
        district_key=facts.district_key or stands.district_key,
        contact=facts.contact or stands.contact,
        note=facts.note or stands.note,
    )


def _facts_of(place: DistributionPlace) -> DistributionFacts:
    return DistributionFacts(
        place.name, place.copies, place.address, place.district_key, place.contact, place.note
    )
