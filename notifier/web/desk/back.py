"""「もとの場所」: where in the queue a deed was begun, so that one comes back to it.

A form or a link carries ``state:page:case``: the list, its page, and the card to stand on next.
"""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from notifier.editorial import CaseState

_STATES = frozenset(one.value for one in CaseState)


def back_to(case_id: int, *, stay: bool = False) -> Response | None:
    """To the list the deed was begun in; None when it was begun elsewhere.

    The focus goes on to the card named by the form; with ``stay`` it returns to ``case_id``.
    """
    state, page, following = place_of(request.values.get("back", ""))
    if not state:
        return None
    card = case_id if stay else following
    return redirect(url_for("desk.queue", state=state, page=page, done=case_id, at=card or None))


def place_of(back: str) -> tuple[str, int, int]:
    """(state, page, card) of a place in the queue; ("", 0, 0) when it is none."""
    state, page, card = (*back.split(":"), "", "")[:3]
    if state not in _STATES or not page.isdecimal():
        return "", 0, 0
    return state, int(page), int(card) if card.isdecimal() else 0
