"""A name that was joined by mistake is no longer a name of that place."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.errors import DirectoryInputError
from notifier.directory.models import Place, PlaceSpelling
from notifier.directory.seen_place import lock
from notifier.kit.errors import NotFoundError


def remove_spelling(
    session: Session, place: Place, spelling_id: int, *, by: audit.Actor, now: datetime
) -> str:
    """The name that is free again; it may become a place of its own.

    Raises ``NotFoundError`` for another place's, ``DirectoryInputError`` for the place's own name,
    ``StalePlaceError`` when the place was joined to another meanwhile.
    """
    lock(session, place)
    found = session.get(PlaceSpelling, spelling_id)
    if found is None or (found.hub_id, found.place_id) != (place.hub_id, place.id):
        raise NotFoundError("その書き方は、この会場にありません。")
    if found.folded_name == place.folded_name:
        raise DirectoryInputError("この会場の名前そのものは外せません。", field="name")
    session.delete(found)
    place.version += 1
    session.flush()
    audit.write(
        session,
        f"{by.label}が会場「{place.name}」から書き方「{found.name}」を外しました。",
        verb="remove_spelling",
        subject=("place", place.id),
        hub_id=place.hub_id,
        by=by,
        now=now,
    )
    return found.name
