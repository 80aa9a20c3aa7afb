"""The names places are known by: one table, so that no two places answer to one name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier.directory.errors import AlreadyListedError
from notifier.directory.models import Place, PlaceSpelling
from notifier.kit import text


def claim_name(session: Session, place: Place, name: str, *, now: datetime) -> None:
    """``place`` is called ``name`` from now on; what it was called before stays known.

    Raises ``AlreadyListedError`` when another place of the hub is known by it.
    """
    known = require_free_name(session, place, name)
    folded = text.fold(name)
    place.name, place.folded_name = name, folded
    session.add(place)
    session.flush()
    if known is not None:
        known.name = name
        session.flush()
        return
    made = PlaceSpelling(
        hub_id=place.hub_id, place_id=place.id, name=name, folded_name=folded, created_at=now
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:  # somebody else called a place so at the same moment
        raise AlreadyListedError(f"「{name}」はすでに登録されています。") from error


def require_free_name(session: Session, place: Place, name: str) -> PlaceSpelling | None:
    """The spelling by which ``place`` is known as ``name`` already, if any.

    Raises ``AlreadyListedError`` when another place of the hub is known by it.
    """
    known = session.scalar(
        select(PlaceSpelling).where(
            PlaceSpelling.hub_id == place.hub_id, PlaceSpelling.folded_name == text.fold(name)
        )
    )
    if known is not None and known.place_id != place.id:
        raise AlreadyListedError(_taken(session, name, known))
    return known


def _taken(session: Session, name: str, known: PlaceSpelling) -> str:
    other = session.get_one(Place, known.place_id)
    if other.folded_name == known.folded_name:
        return f"「{name}」はすでに登録されています。"
    return f"「{name}」は、会場「{other.name}」の別の書き方として登録されています。"
