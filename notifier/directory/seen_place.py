"""A place with the version a page showed: who acts on an older one is told, and nothing is lost."""

from dataclasses import dataclass

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from notifier.directory.errors import StalePlaceError
from notifier.directory.models import Place


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """A place, and its version on the page somebody acts from."""

    place: Place
    version: int


def lock(session: Session, place: Place) -> None:
    """Take the row; ``StalePlaceError`` when it was joined to another meanwhile."""
    try:
        session.refresh(place, with_for_update=True)
    except InvalidRequestError as error:
        raise StalePlaceError("この会場は、ほかの人が先に別の会場にまとめました。") from error


def require_current(seen: SeenPlace) -> None:
    """``StalePlaceError`` when the page was older than the place."""
    if seen.version != seen.place.version:
        raise StalePlaceError(
            "この会場は、ほかの人（または別の画面）が先に変えました。"
            "いまの内容を確かめて、もう一度操作してください。"
        )
