"""The buttons of the quota planner: decide, take back, ask LINE now, let a week rest."""

from datetime import date

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from notifier import delivery, hubs
from notifier import editions as rooms
from notifier.delivery import QuotaChoice
from notifier.editions import Edition
from notifier.hubs import ChannelPurpose, line_channel
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotAllowedError
from notifier.web.desk import blueprint
from notifier.web.desk.edition_page import draw
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

STATUS = {BadInputError: 422, NotAllowedError: 403, ConflictError: 409}
NOT_KNOWN = "いまの通数がわかりません。少し待ってから、もう一度押してください。"
NO_CHANNEL = (
    "読者向けのLINEチャネルがつながっていません。管理者に「設定」で入れてもらってください。"
)


@blueprint.post("/editions/<int:edition_id>/quota/<any(fewer,mail,rest,plan):choice>")
@require("approve_edition")
def decide_quota(edition_id: int, choice: str) -> Response:
    """A way out is chosen, by the numbers LINE tells now."""
    me, now = signed_in(), clock.now()
    edition = rooms.find_edition(db(), me.hub.id, edition_id)
    _ask_and_keep()
    quota = delivery.known_quota(db(), me.hub.id, now=now)
    if quota is None:
        raise BadInputError(NOT_KNOWN)
    try:
        need = delivery.quota_need(db(), edition, _reach(edition), quota, now=now)
        delivery.decide_quota(
            db(),
            edition,
            QuotaChoice(choice),
            need=need,
            seen_line=request.form.get("line", -1, type=int),
            by=me.actor,
            now=now,
        )
    except (BadInputError, NotAllowedError, ConflictError) as error:
        return _refused(edition_id, error)
    flash("決めました。決めたことと名前を記録しました。送りはじめるまでは取り消せます。")
    return _back(edition_id)


@blueprint.post("/editions/<int:edition_id>/quota/undo")
@require("approve_edition")
def undo_quota(edition_id: int) -> Response:
    """「決めたことを取り消す」."""
    me = signed_in()
    edition = rooms.find_edition(db(), me.hub.id, edition_id)
    try:
        delivery.undo_quota(db(), edition, by=me.actor, now=clock.now())
    except (NotAllowedError, ConflictError) as error:
        return _refused(edition_id, error)
    flash("通数について決めたことを取り消しました。")
    return _back(edition_id)


@blueprint.post("/editions/<int:edition_id>/quota/look")
@require("edit")
def look_at_quota(edition_id: int) -> Response:
    """「いまの通数を確かめる」."""
    rooms.find_edition(db(), signed_in().hub.id, edition_id)
    _ask_and_keep()
    return _back(edition_id)


@blueprint.post("/quota/rest")
@require("approve_edition")
def rest_week() -> Response:
    """「この日の便を休みにする」."""
    me = signed_in()
    hubs.rest(db(), me.hub, [_day()], by=me.actor, now=clock.now())
    flash("定期の便を休みにしました。")
    return redirect(url_for("desk.quota", _anchor="rest"))


@blueprint.post("/quota/work-again")
@require("approve_edition")
def work_again() -> Response:
    """「休みにするのをやめる」."""
    me = signed_in()
    hubs.work_again(db(), me.hub, [_day()], by=me.actor, now=clock.now())
    flash("定期の便を、いつもどおりに送る日に戻しました。")
    return redirect(url_for("desk.quota", _anchor="rest"))


def _ask_and_keep() -> None:
    """What LINE says now, kept for the pages; no transaction is open while it answers."""
    me, now = signed_in(), clock.now()
    channel = line_channel(db(), me.hub.id, ChannelPurpose.READERS)
    if channel is None:
        raise BadInputError(NO_CHANNEL)
    db().commit()
    view = delivery.ask_quota(channel, now=now)
    delivery.note_look(db(), me.hub.id, view, now=now)
    db().commit()  # known also when the decision is refused


def _reach(edition: Edition) -> rooms.Reach:
    now = clock.now()
    hearing = delivery.hearing_of(db(), edition, now=now)
    return rooms.reach(db(), edition, now=now, hearing=hearing)


def _refused(edition_id: int, error: Exception) -> Response:
    """The page again with the sentence; what LINE just said stays known."""
    abandon()
    edition = rooms.find_edition(db(), signed_in().hub.id, edition_id)
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return Response(draw(edition, error=str(error)), status=status, mimetype="text/html")


def _day() -> date:
    try:
        return date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise BadInputError("休みにする日を選んでください。", field="day") from error


def _back(edition_id: int) -> Response:
    return redirect(url_for("desk.edition_page", edition_id=edition_id, _anchor="quota"))
