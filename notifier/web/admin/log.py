"""「記録」: who did what, in sentences."""

from flask import render_template
from flask.typing import ResponseReturnValue

from notifier import audit
from notifier.web.admin import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

SHOWN = 200


@blueprint.get("/log")
@require("settings")
def log() -> ResponseReturnValue:
    """The newest sentences of the hub."""
    me = signed_in()
    entries = audit.latest(db(), me.hub.id, limit=SHOWN)
    return render_template("web/admin/log.html", me=me, entries=entries, shown=SHOWN)
