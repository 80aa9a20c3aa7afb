"""A group's LINE: a code to hand over by telephone or paper, and whom it connected."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from notifier import directory
from notifier.flows.disconnect_line import disconnect_line
from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.web.desk import blueprint
from notifier.web.desk.groups import group_page
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.post("/groups/<int:group_id>/line-code")
@require("edit")
def group_line_code(group_id: int) -> ResponseReturnValue:
    """A one-time code; shown once, on this very page."""
    me = signed_in()
    found = directory.get_group(db(), me.hub.id, group_id)
    _, code = directory.issue_line_code(
        db(), found, life=directory.BY_DESK, by=me.actor, now=clock.now()
    )
    return group_page(found, code=code)


@blueprint.post("/groups/<int:group_id>/line/<int:sender_id>/remove")
@require("edit")
def disconnect_group_line(group_id: int, sender_id: int) -> ResponseReturnValue:
    """She speaks for the group no more."""
    me = signed_in()
    found = directory.get_group(db(), me.hub.id, group_id)
    sender = directory.get_line_sender(db(), me.hub.id, sender_id)
    if sender.group_id != found.id:
        raise NotFoundError("そのLINEの送り主は、この団体とつながっていません。")
    disconnect_line(db(), sender, by=me.actor, now=clock.now())
    flash("LINEのつながりを外しました。")
    return redirect(url_for("desk.group", group_id=found.id))
