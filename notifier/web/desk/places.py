"""「会場」: the places items happen at: list, search, and a new one."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, hubs
from notifier.directory import Place, PlaceFacts, PlaceSpelling
from notifier.kit import clock, text
from notifier.kit.cells import MIME
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

BOXES = ("name", "address", "district_key", "phone", "note")


@blueprint.get("/places")
@require("judge")
def places() -> ResponseReturnValue:
    """The hub's places, all or those that say what is looked for."""
    return _page(dict.fromkeys(BOXES, ""))


@blueprint.post("/places")
@require("edit")
def add_place() -> ResponseReturnValue:
    """Write down a new place."""
    me, typed = signed_in(), typed_place()
    try:
        made = directory.add_place(db(), me.hub, PlaceFacts(**typed), by=me.actor, now=clock.now())
    except (BadInputError, ConflictError) as error:
        abandon()
        return _page(typed, errors_of(error)), 422
    flash(f"会場「{made.name}」を登録しました。")
    return redirect(url_for("desk.places"))


@blueprint.get("/places.xlsx")
@require("judge")
def place_book() -> Response:
    """The whole register as xlsx, for the yearly map."""
    me = signed_in()
    data = directory.place_book(
        directory.places(db(), me.hub.id),
        directory.spellings(db(), me.hub.id),
        districts={one.key: one.name for one in hubs.districts(db(), me.hub.id)},
    )
    return as_file(data, "places.xlsx", mime=MIME)


def typed_place() -> dict[str, str]:
    """The boxes of a place as they were sent."""
    return {name: request.form.get(name, "") for name in BOXES}


def errors_of(error: BadInputError | ConflictError) -> dict[str, str]:
    """{box: why it was refused}."""
    field = error.field if isinstance(error, BadInputError) else None
    return {field if field in BOXES else "name": str(error)}


def _page(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    me = signed_in()
    found = hubs.districts(db(), me.hub.id)
    everything = directory.places(db(), me.hub.id)
    spellings = directory.spellings(db(), me.hub.id)
    asked = text.one_line(request.args.get("q", ""))
    return render_template(
        "web/desk/places.html",
        places=[place for place in everything if _says(place, spellings.get(place.id, []), asked)],
        total=len(everything),
        asked=asked,
        spellings=spellings,
        districts=found,
        names={one.key: one.name for one in found},
        typed=typed,
        errors=dict.fromkeys(BOXES, "") | (errors or {}),
        can_edit=me.may("edit"),
    )


def _says(place: Place, others: list[PlaceSpelling], asked: str) -> bool:
    """Whether each word stands somewhere in what is written of the place, in whatever width."""
    said = " ".join(
        (place.name, *(one.name for one in others), place.address, place.phone, place.note)
    )
    return all(text.searchable(word) in text.searchable(said) for word in asked.split())
