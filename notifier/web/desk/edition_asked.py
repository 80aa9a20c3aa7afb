"""What became of a second yes that was asked for by mail, for whoever follows an old mail."""

from dataclasses import dataclass
from datetime import datetime

from flask import request

from notifier import audit
from notifier.editions import EditionView
from notifier.web.session import db

# What begins or ends the waiting for a second yes; who arranges items changes nothing about it.
TURNS = {
    *("approve", "second_approve", "undo_approval", "reschedule", "reopen"),
    *("dispatch", "finish", "stop", "miss", "block", "hold"),
}


@dataclass(frozen=True, slots=True)
class OldQuestion:
    """The newest turn of the edition since, and whether a second yes is wanted again."""

    sentence: str
    at: datetime | None
    is_wanted_again: bool


def old_question(view: EditionView) -> OldQuestion | None:
    """None unless the page was opened from a mail (``?asked=VERSION``) whose question is over."""
    edition = view.edition
    asked = request.args.get("asked", type=int)
    if asked is None or (view.waits_for_second and asked == edition.version):
        return None
    trail = audit.history(db(), edition.hub_id, subject=("edition", edition.id))
    turn = next((one for one in trail if one.verb in TURNS), None)
    return OldQuestion(
        sentence=turn.sentence if turn else "",
        at=turn.at if turn else None,
        is_wanted_again=view.waits_for_second,
    )
