"""「便」: the list of editions, and beginning the next one."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifier import editions as rooms
from notifier.editions import STATE_NAMES
from notifier.flows.compose import compose
from notifier.kit import clock
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/editions")
@require("edit")
def editions() -> str:
    """The hub's editions, newest first; above them the next one."""
    me, now = signed_in(), clock.now()
    on = rooms.next_edition_day(me.hub, now=now)
    missed = rooms.missed_slot(db(), me.hub, now=now)
    return render_template(
        "web/desk/editions.html",
        me=me,
        editions=rooms.editions(db(), me.hub.id),
        next_on=on,
        next_edition=rooms.edition_on(db(), me.hub.id, kind="weekly", on=on),
        missed_on=clock.local(missed, me.hub.zone).date() if missed else None,
        state_names=STATE_NAMES,
        zone=me.hub.zone,
    )


@blueprint.post("/editions")
@require("edit")
def compose_edition() -> Response:
    """Compose the weekly edition of the day its button named, or bring its draft up to date."""
    me, now = signed_in(), clock.now()
    try:
        on = date.fromisoformat(request.form.get("on", ""))
    except ValueError:
        on = rooms.next_edition_day(me.hub, now=now)
    is_new = rooms.edition_on(db(), me.hub.id, kind="weekly", on=on) is None
    made = compose(db(), me.hub, kind="weekly", on=on, by=me.actor, now=now)
    did = "の下書きを作りました" if is_new else "に、いまの掲載を取り込みました"
    flash(f"「{made.title}」{did}（{len(made.items)}件）。")
    return redirect(url_for("desk.edition_page", edition_id=made.id))
