"""Make the sheets of the notice board anew, with what holds today."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.approve import approve
from notifier.editions.board_view import BOARD
from notifier.editions.compose import compose
from notifier.editions.models import Edition, EditionState
from notifier.editions.queries import edition_on
from notifier.editions.undo_approval import undo_approval
from notifier.hubs import Hub
from notifier.kit import clock


def reprint(session: Session, hub: Hub, *, by: Actor, now: datetime) -> Edition:
    """Today's board edition, final: composed from what is published now and approved by ``by``.

    Sheets printed earlier the same day are replaced; those of earlier days stay as they were.
    """
    today = clock.local(now, hub.zone).date()
    standing = edition_on(session, hub.id, kind=BOARD, on=today)
    if standing is not None and standing.state is EditionState.APPROVED:
        undo_approval(session, standing, by=by, now=now)
    made = compose(session, hub, kind=BOARD, on=today, by=by, now=now)
    return approve(session, made, version=made.version, by=by, now=now)
