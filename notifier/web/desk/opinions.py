"""「ご意見」: what came into the opinion box, theme by theme, and the answers everyone may read."""

from collections.abc import Callable
from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import engagement
from notifier.engagement import Opinion, OpinionState
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

FEEDBACK_DAYS = 90
FEEDBACK_SHOWN = 20
BAD_INPUT, CONFLICT = 422, 409

Act = Callable[[Opinion, int], str]


@blueprint.get("/opinions")
@require("edit")
def opinions() -> Response:
    """All of them, or those in one state."""
    return _page()


@blueprint.post("/opinions")
@require("edit")
def enter_opinion() -> AnyResponse:
    """Type in what came on paper."""
    me, typed = signed_in(), request.form.get("body", "")
    try:
        engagement.enter_opinion(db(), me.hub, typed, by=me.actor, now=clock.now())
    except BadInputError as error:
        return _page(entry=typed, entry_error=str(error), status=BAD_INPUT)
    flash("ご意見を1件入れました。")
    return redirect(url_for("desk.opinions"))


@blueprint.post("/opinions/<int:opinion_id>/theme")
@require("edit")
def theme_opinion(opinion_id: int) -> AnyResponse:
    """「分類する」."""
    me = signed_in()

    def act(opinion: Opinion, version: int) -> str:
        theme = request.form.get("theme", "")
        engagement.theme_opinion(
            db(), opinion, theme, version=version, by=me.actor, now=clock.now()
        )
        return "分類しました。"

    return _do(opinion_id, act)


@blueprint.post("/opinions/<int:opinion_id>/answer")
@require("edit")
def answer_opinion(opinion_id: int) -> AnyResponse:
    """「答えを保存する」."""
    me, form = signed_in(), request.form

    def act(opinion: Opinion, version: int) -> str:
        engagement.answer_opinion(
            db(),
            opinion,
            said=form.get("said", ""),
            did=form.get("did", ""),
            is_adopted="is_adopted" in form,
            version=version,
            by=me.actor,
            now=clock.now(),
        )
        return "答えを保存しました。発行責任者が公開すると、みなさんに見えます。"

    return _do(opinion_id, act)


@blueprint.post("/opinions/<int:opinion_id>/publish")
@require("approve_edition")
def publish_opinion(opinion_id: int) -> AnyResponse:
    """「公開する」."""
    me = signed_in()

    def act(opinion: Opinion, version: int) -> str:
        engagement.publish_opinion(db(), opinion, version=version, by=me.actor, now=clock.now())
        if opinion.edition_id is not None:
            return "公開しました。ご意見箱のページにのります。便で、もう一度お知らせすることはありません。"
        return "公開しました。ご意見箱のページにのり、次の便で一度だけお知らせします。"

    return _do(opinion_id, act)


@blueprint.post("/opinions/<int:opinion_id>/hide")
@require("approve_edition")
def take_back_opinion(opinion_id: int) -> AnyResponse:
    """「公開をやめる」."""
    me = signed_in()

    def act(opinion: Opinion, version: int) -> str:
        by, now = me.actor, clock.now()
        printed = engagement.take_back_opinion(db(), opinion, version=version, by=by, now=now)
        said = "公開をやめました。便や通信の下書きにのせていたときは、そこからも外しました。"
        if opinion.edition_id is not None:
            said = "公開をやめました。すでに便で送ったものは、取り戻せません。"
        if printed:
            said += f"「{'」「'.join(printed)}」は確定ずみで、のったままです。"
        return said

    return _do(opinion_id, act)


def _do(opinion_id: int, act: Act) -> AnyResponse:
    """Run one verb; a refusal draws the page again beside the opinion, with what was typed."""
    hub_id = signed_in().hub.id
    opinion = engagement.find_opinion(db(), hub_id, opinion_id)
    try:
        message = act(opinion, request.form.get("version", 0, type=int))
    except (BadInputError, ConflictError) as error:
        abandon()
        status = CONFLICT if isinstance(error, ConflictError) else BAD_INPUT
        return _page(failed=opinion_id, problem=str(error), status=status)
    flash(message)
    return redirect(url_for("desk.opinions", _anchor=f"opinion-{opinion_id}"))


def _page(
    *,
    failed: int | None = None,
    problem: str = "",
    entry: str = "",
    entry_error: str = "",
    status: int = 200,
) -> Response:
    me = signed_in()
    wanted = request.args.get("state", "")
    state = OpinionState(wanted) if wanted in {one.value for one in OpinionState} else None
    since = clock.today(me.hub.zone) - timedelta(days=FEEDBACK_DAYS)
    html = render_template(
        "web/desk/opinions.html",
        me=me,
        opinions=engagement.opinions(db(), me.hub.id, state=state),
        counts=engagement.opinion_counts(db(), me.hub.id),
        state=state,
        state_words=engagement.STATE_WORDS,
        themes=engagement.OPINION_THEMES,
        ways=engagement.WAYS,
        said_limit=engagement.SAID_LIMIT,
        did_limit=engagement.DID_LIMIT,
        feedback=engagement.feedback(db(), me.hub.id, since=since)[:FEEDBACK_SHOWN],
        feedback_days=FEEDBACK_DAYS,
        answers=engagement.ANSWERS,
        failed=failed,
        problem=problem,
        typed=request.form,
        entry=entry,
        entry_error=entry_error,
        zone=me.hub.zone,
    )
    return make_response(html, status)
