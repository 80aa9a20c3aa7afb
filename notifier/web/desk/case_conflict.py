"""Two browsers, one case: the loser keeps every typed word and sees both versions."""

from flask import Response, make_response, render_template

from notifier import editorial
from notifier.editorial import Deed
from notifier.kit import clock
from notifier.web.desk.case import page_words
from notifier.web.desk.case_form import Typed, read_form
from notifier.web.guard import signed_in
from notifier.web.session import abandon, db

CONFLICT = 409


def conflict_page(
    case_id: int,
    deed: Deed,
    *,
    seen: int,
    problem: str,
    typed: Typed | None = None,
    words: dict[str, str] | None = None,
) -> Response:
    """409: what others changed since version ``seen``, what stands now, what was typed here.

    ``typed`` is the edit form, ``words`` the small text boxes of another deed.
    """
    abandon()
    me = signed_in()
    view = editorial.case_view(db(), me.hub.id, case_id, by=me.actor, now=clock.now())
    differences = ()
    if typed is not None:
        mine = read_form(typed, view.card.draft, me.hub.zone)
        differences = editorial.diff(view.card.draft, mine, zone=me.hub.zone)
    since = max(0, view.card.version - seen)
    page = render_template(
        "web/desk/case_conflict.html",
        view=view,
        card=view.card,
        deed=deed.value,
        possible=deed in view.card.deeds,
        problem=problem,
        typed=typed,
        words=words or {},
        differences=differences,
        since=view.history[:since],
        **page_words(view),
    )
    return make_response(page, CONFLICT)
