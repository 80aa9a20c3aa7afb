"""Two browsers, one case: the loser keeps every typed word and sees both versions."""

from flask import Response, make_response, render_template

from notifier import editorial
from notifier.editorial import CaseView, Deed, HistoryLine
from notifier.kit import clock
from notifier.web.desk.case import page_words
from notifier.web.desk.case_form import Typed, form_of, read_form, take_over
from notifier.web.desk.prepared import NO_WORDS
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
    since = view.history[: max(0, view.card.version - seen)]
    differences = _differences(typed, view, since) if typed else ()
    page = render_template(
        "web/desk/case_conflict.html",
        view=view,
        card=view.card,
        deed=deed.value,
        possible=deed in view.card.deeds,
        problem=problem,
        typed=typed,
        words=words or NO_WORDS,
        differences=differences,
        since=since,
        **page_words(view),
    )
    return make_response(page, CONFLICT)


def _differences(
    typed: Typed, view: CaseView, since: tuple[HistoryLine, ...]
) -> tuple[editorial.Change, ...]:
    """Where this form differs from what stands now.

    A box that others changed and that still says here what it said before was not touched by
    this person: it takes the newer value, so that saving undoes nobody's work by accident.
    """
    zone, newest = signed_in().hub.zone, view.card.draft
    before = {label: old for line in since for label, old, _ in line.changes}
    for change in editorial.diff(newest, read_form(typed, newest, zone), zone=zone):
        if before.get(change.label) == change.new:
            take_over(typed, form_of(newest, zone), change.field)
    return editorial.diff(newest, read_form(typed, newest, zone), zone=zone)
