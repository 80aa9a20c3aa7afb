"""「編集デスク」: the cases, first what the next send would lose."""

from flask import render_template, request, url_for

from notifier import editorial
from notifier.editorial import STATE_NAMES, CaseState
from notifier.kit import clock
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.web.desk import blueprint
from notifier.web.desk.prepared import NO_WORDS, REASONS, questions_for
from notifier.web.guard import require, signed_in
from notifier.web.session import db

TABS = (CaseState.WAITING, CaseState.ASKED, CaseState.HELD, CaseState.APPROVED, CaseState.REJECTED)
PER_PAGE = 10  # what a person can keep in view; the page stays quick with any number waiting
REST = (CaseState.MERGED, CaseState.WITHDRAWN)


@blueprint.get("/queue")
@require("judge")
def queue() -> str:
    """One page of one state; ``done`` names the case just dealt with, to undo it.

    ``at`` is the card to stand on: the one after it, or the case itself when it was mended.
    """
    me = signed_in()
    state = _state()
    page = editorial.queue(
        db(),
        me.hub.id,
        state=state,
        page=request.args.get("page", 1, type=int),
        per_page=PER_PAGE,
        by=me.actor,
        now=clock.now(),
    )
    return render_template(
        "web/desk/queue.html",
        queue=page,
        state=state,
        tabs=[(one, STATE_NAMES[one], page.counts[one]) for one in TABS]
        + [(one, STATE_NAMES[one], page.counts[one]) for one in REST if page.counts[one]],
        next_day=clock.WEEKDAYS_JA[page.next_send_at.astimezone(me.hub.zone).weekday()],
        zone=me.hub.zone,
        done=_done(me.hub.id),
        stand_on=_stand_on([card.id for card in page.cards]),
        state_names=STATE_NAMES,
        no_words=NO_WORDS,
        case_url=url_for("desk.case", case_id=0).removesuffix("0"),
        questions_for=lambda card: questions_for(card.questions, card.checks),
        reasons=REASONS,
        url_of=lambda number: url_for("desk.queue", state=state.value, page=number),
    )


def _state() -> CaseState:
    wanted = request.args.get("state", CaseState.WAITING.value)
    try:
        return CaseState(wanted)
    except ValueError as error:
        raise BadInputError("その一覧はありません。上の見出しから選んでください。") from error


def _done(hub_id: int) -> editorial.Case | None:
    number = request.args.get("done", type=int)
    if number is None:
        return None
    try:
        return editorial.find_case(db(), hub_id, number)
    except NotFoundError:
        return None


def _stand_on(shown: list[int]) -> int | None:
    """The card that has the focus: after the last one of a page the last one there is now."""
    at = request.args.get("at", type=int)
    if at in shown:
        return at
    if not shown or "done" not in request.args:
        return None
    return shown[-1] if at is None else shown[0]
