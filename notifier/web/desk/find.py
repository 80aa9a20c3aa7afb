"""「件をさがす」: what arrived, whatever became of it."""

from flask import render_template, request

from notifier import editorial
from notifier.kit.text import one_line
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

LONGEST = 100


@blueprint.get("/find")
@require("judge")
def find() -> str:
    """The cases that hold the words, each with its state and the way to it."""
    me = signed_in()
    text = one_line(request.args.get("q", ""))[:LONGEST]
    return render_template(
        "web/desk/find.html",
        text=text,
        found=editorial.find_cases(db(), me.hub.id, text),
        most=editorial.MOST_FOUND,
        zone=me.hub.zone,
    )
