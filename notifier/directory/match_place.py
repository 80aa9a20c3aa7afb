"""Find the place a venue's name means."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory.models import Place
from notifier.directory.names import best_name
from notifier.kit import text


def match_place(session: Session, hub_id: int, name: str) -> Place | None:
    """The place of this hub named so, or the one whose name ``name`` begins with (a room of it)."""
    folded = text.fold(name)
    if not folded:
        return None
    rows = session.execute(select(Place.folded_name, Place.id).where(Place.hub_id == hub_id))
    found = best_name(folded, {row.folded_name: row.id for row in rows})
    return session.get(Place, found) if found else None
