"""The sheets of a board edition as it stands: frozen after approval, living before."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.board import Board, board_of
from notifier.editions.current import current_views
from notifier.editions.kinds import kind_of
from notifier.editions.masthead import masthead_of
from notifier.editions.models import Edition
from notifier.hubs import districts, get_hub


def board_paper(session: Session, edition: Edition, *, now: datetime) -> Board:
    """Everything the sheets of ``edition`` show."""
    hub = get_hub(session, edition.hub_id)
    return board_of(
        masthead_of(hub, edition, now=now),
        current_views(session, edition, now=now),
        until=kind_of(edition.kind).last_day(edition.on),
        districts={row.key: row.name for row in districts(session, hub.id)},
    )
