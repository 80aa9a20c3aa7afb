"""Find the place a venue's name means."""

from sqlalchemy.orm import Session

from notifier.directory.models import Place
from notifier.directory.queries import known_places


def match_place(session: Session, hub_id: int, name: str) -> Place | None:
    """The place of this hub known by that name, or by what ``name`` begins with (a room of it)."""
    found = known_places(session, hub_id).find(name)
    return session.get(Place, found) if found else None
