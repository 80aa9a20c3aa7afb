"""Write down a place (会場)."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.districts import checked_district
from notifier.directory.models import Place
from notifier.directory.names import checked_key
from notifier.directory.place_facts import PlaceFacts, checked
from notifier.directory.spellings import claim_name
from notifier.hubs import Hub


def add_place(
    session: Session,
    hub: Hub,
    facts: PlaceFacts,
    *,
    key: str = "",
    by: audit.Actor,
    now: datetime,
) -> Place:
    """The new place.

    Raises ``AlreadyListedError`` when a place is known by that name, ``DirectoryInputError`` for an
    empty name, a bad key or telephone number, or a district this hub does not have.
    """
    facts = checked(facts)
    place = Place(
        hub_id=hub.id,
        key=checked_key(key, prefix="p"),
        address=facts.address,
        district_key=checked_district(session, hub.id, facts.district_key),
        phone=facts.phone,
        note=facts.note,
        created_at=now,
    )
    claim_name(session, place, facts.name, now=now)
    audit.write(
        session,
        f"{by.label}が会場「{place.name}」を登録しました。",
        verb="add_place",
        subject=("place", place.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return place
