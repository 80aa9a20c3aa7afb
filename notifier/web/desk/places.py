"""「会場」: the places items happen at, with address and district."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, hubs
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

BOXES = ("name", "address", "district_key")


@blueprint.get("/places")
@require("judge")
def places() -> ResponseReturnValue:
    """The hub's places."""
    return _page(dict.fromkeys(BOXES, ""))


@blueprint.post("/places")
@require("edit")
def add_place() -> ResponseReturnValue:
    """Write down a new place."""
    me = signed_in()
    typed = {name: request.form.get(name, "") for name in BOXES}
    try:
        made = directory.add_place(db(), me.hub, **typed, by=me.actor, now=clock.now())
    except (BadInputError, ConflictError) as error:
        return _page(typed, str(error)), 422
    flash(f"会場「{made.name}」を登録しました。")
    return redirect(url_for("desk.places"))


def _page(typed: dict[str, str], error: str = "") -> str:
    me = signed_in()
    found = hubs.districts(db(), me.hub.id)
    return render_template(
        "web/desk/places.html",
        places=directory.places(db(), me.hub.id),
        districts=found,
        names={one.key: one.name for one in found},
        typed=typed,
        error=error,
        can_edit=me.may("edit"),
    )
