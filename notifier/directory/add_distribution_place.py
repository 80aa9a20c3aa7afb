"""Write down a place where printed issues are handed out (配布先)."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.distribution_facts import DistributionFacts, checked
from notifier.directory.districts import checked_district
from notifier.directory.errors import AlreadyListedError
from notifier.directory.models import DistributionPlace
from notifier.directory.queries import distribution_place_named
from notifier.hubs import Hub
from notifier.kit import text


def add_distribution_place(
    session: Session, hub: Hub, facts: DistributionFacts, *, by: audit.Actor, now: datetime
) -> DistributionPlace:
    """The new place; one that had ended comes back with its history.

    Raises ``AlreadyListedError`` when a living one has that name.
    """
    facts = checked(facts)
    district = checked_district(session, hub.id, facts.district_key)
    place = distribution_place_named(session, hub.id, facts.name)
    if place is not None and place.ended_at is None:
        raise AlreadyListedError(f"「{place.name}」はすでに登録されています。")
    if place is None:
        place = DistributionPlace(hub_id=hub.id, created_at=now, version=0)
        session.add(place)
    place.name, place.folded_name = facts.name, text.fold(facts.name)
    place.address, place.contact, place.note = facts.address, facts.contact, facts.note
    place.district_key, place.copies, place.ended_at = district, facts.copies, None
    place.version += 1
    try:
        session.flush()
    except IntegrityError as error:  # somebody else gave a place that name at the same moment
        raise AlreadyListedError(f"「{facts.name}」はすでに登録されています。") from error
    audit.write(
        session,
        f"{by.label}が配布先「{place.name}」（{place.copies}部）を登録しました。",
        verb="add_distribution_place",
        subject=("distribution_place", place.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return place
