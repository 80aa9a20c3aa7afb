"""Write down a place (会場)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.districts import checked_district
from notifier.directory.errors import AlreadyListedError
from notifier.directory.models import Place
from notifier.directory.names import checked_key, checked_name
from notifier.hubs import Hub
from notifier.kit import text

NAME_LIMIT = 120
ADDRESS_LIMIT = 200


def add_place(  # noqa: PLR0913 - a place has a name, an address and a district
    session: Session,
    hub: Hub,
    *,
    name: str,
    address: str = "",
    district_key: str = "",
    key: str = "",
    by: audit.Actor,
    now: datetime,
) -> Place:
    """The new place.

    Raises ``AlreadyListedError`` when the folded name is taken, ``DirectoryInputError`` for an
    empty name, a bad key or a district this hub does not have.
    """
    shown = checked_name(name, what="会場", limit=NAME_LIMIT)
    folded = text.fold(shown)[:NAME_LIMIT]
    taken = select(Place.id).where(Place.hub_id == hub.id, Place.folded_name == folded)
    if session.scalar(taken.limit(1)):
        raise AlreadyListedError(f"「{shown}」はすでに登録されています。")
    place = Place(
        hub_id=hub.id,
        key=checked_key(key, prefix="p"),
        name=shown,
        folded_name=folded,
        address=text.one_line(address)[:ADDRESS_LIMIT],
        district_key=checked_district(session, hub.id, district_key),
        created_at=now,
    )
    session.add(place)
    session.flush()
    audit.write(
        session,
        f"{by.label}が会場「{shown}」を登録しました。",
        verb="add_place",
        subject=("place", place.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return place
