"""The names places are known by: one table, so that no two places answer to one name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory.errors import AlreadyListedError
from notifier.directory.models import Place, PlaceSpelling
from notifier.kit import text


def claim_name(session: Session, place: Place, name: str, *, now: datetime) -> None:
    """``place`` is called ``name`` from now on; what it was called before stays known.

    Raises ``AlreadyListedError`` when another place of the hub is known by it.
    """
    folded = text.fold(name)
    known = session.scalar(
        select(PlaceSpelling).where(
            PlaceSpelling.hub_id == place.hub_id, PlaceSpelling.folded_name == folded
        )
    )
    if known is not None and known.place_id != place.id:
        raise AlreadyListedError(_taken(session, name, known))
    place.name, place.folded_name = name, folded
    session.add(place)
    session.flush()
    if known is None:
        session.add(
            PlaceSpelling(
                hub_id=place.hub_id,
                place_id=place.id,
                name=name,
                folded_name=folded,
                created_at=now,
            )
        )
    else:
        known.name = name
    session.flush()


def _taken(session: Session, name: str, known: PlaceSpelling) -> str:
    other = session.get_one(Place, known.place_id)
    if other.folded_name == known.folded_name:
        return f"「{name}」はすでに登録されています。"
    return f"「{name}」は、会場「{other.name}」の別の書き方として登録されています。"
