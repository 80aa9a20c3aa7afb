"""An edition's state as people read it: what is printed is never said to be sent."""

from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.editions.workflow import STATE_NAMES

PRINTED_STATE_NAMES: dict[EditionState, str] = {
    EditionState.DRAFT: "下書き",
    EditionState.APPROVED: "確定ずみ・印刷できます",
    EditionState.HELD: "復元のあとの保留",
}


def state_name(edition: Edition) -> str:
    """「下書き」「確定ずみ・印刷できます」."""
    if kind_of(edition.kind).is_sent:
        return STATE_NAMES[edition.state]
    return PRINTED_STATE_NAMES.get(edition.state, STATE_NAMES[edition.state])
