"""「復元のあとの確認」: what a restore holds back, and a button to let go each kind."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifier import audit, editions, mailroom
from notifier.audit import AuditEntry
from notifier.flows.restore import NO_LEFT_LOG, VERB
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.admin import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

RECENT = timedelta(days=60)
KIND_NAMES = {
    "invitation": "スタッフの招待",
    "opt_in": "読者の登録の確認",
    "links_renewed": "読者の新しいリンク",
    "settings_link": "読者の設定ページのリンク",
    "submitter_link": "団体のページのリンク",
    "submission_received": "投稿を受け取った知らせ",
    "submission_mailed": "メールを受け取った知らせ",
    "submission_question": "団体への質問",
    "desk_rejection": "掲載を見送る知らせ",
    "submission_published": "掲載した知らせ",
    "submission_reconsidered": "もう一度確認する知らせ",
    "edition_test": "便の試し送り",
    "edition_halted": "便が止まった知らせ",
    "second_asked": "二人目の承認のお願い",
    "silence": "送信の係が止まったときの知らせ",
    "line_push": "LINEの個別メッセージ",
    "line_reply": "LINEの返事",
}


@blueprint.get("/restored")
@require("settings")
def restored() -> str:
    """What is held in this hub, and after a recent restore what else came back with it."""
    me = signed_in()
    last = _recent(me.hub.id, clock.now())
    return render_template(
        "web/admin/restored.html",
        me=me,
        editions=editions.held_editions(db(), me.hub.id),
        kinds=[(kind_name(one.kind), one) for one in mailroom.held_kinds(db(), me.hub.id)],
        zone=me.hub.zone,
        last=last,
        no_left_log=NO_LEFT_LOG if last and not last.detail.get("left_log_found", True) else "",
    )


@blueprint.post("/restored/editions")
@require("settings")
def release_editions() -> Response:
    """All held editions become drafts again, or end without being sent."""
    me, now = signed_in(), clock.now()
    act = {"reopen": editions.reopen, "stop": editions.stop}.get(request.form.get("act", ""))
    if act is None:
        raise BadInputError("下書きに戻すか、送らずに終えるかを選んでください。")
    held = editions.held_editions(db(), me.hub.id)
    for edition in held:
        act(db(), edition, by=me.actor, now=now)
    words = "下書きに戻しました。承認するまで送られません。"
    if act is editions.stop:
        words = "送らずに終えました。"
    flash(f"{len(held)}件の便を、{words}")
    return redirect(url_for("admin.restored"), 303)


@blueprint.post("/restored/messages")
@require("settings")
def release_messages() -> Response:
    """The held messages of one kind are sent after all, or never."""
    me, now = signed_in(), clock.now()
    act = {"send": mailroom.release_held, "drop": mailroom.let_go_held}.get(
        request.form.get("act", "")
    )
    kind = request.form.get("kind", "")
    if act is None or not kind:
        raise BadInputError("送るか、送らないかを選んでください。")
    name = kind_name(kind)
    gone = act(db(), me.hub.id, kind=kind, name=name, by=me.actor, now=now)
    words = "送ります" if act is mailroom.release_held else "送らないことにしました"
    flash(f"「{name}」{gone}件を、{words}。")
    return redirect(url_for("admin.restored"), 303)


def _recent(hub_id: int, now: datetime) -> AuditEntry | None:
    last = audit.last_deed(db(), hub_id, verb=VERB)
    return last if last and last.at >= now - RECENT else None


def kind_name(kind: str) -> str:
    """The kind as people read it."""
    return KIND_NAMES.get(kind, "そのほかの連絡")
