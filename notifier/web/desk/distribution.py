"""「配布先」: the places printed issues are brought to, and the list of one issue."""

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from notifier import directory, hubs
from notifier import editions as rooms
from notifier.directory import DistributionFacts, DistributionPlace, StalePlaceError
from notifier.editions import Edition, Placed
from notifier.kit import clock, text
from notifier.kit.cells import MIME
from notifier.kit.errors import BadInputError, ConflictError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.desk.edition_deeds import STATUS
from notifier.web.desk.newsletter import find
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

MOST_DIGITS = 6  # beyond any print run
BOXES = ("name", "copies", "address", "district_key", "contact", "note")


@blueprint.get("/distribution")
@require("edit")
def distribution() -> str:
    """Every place with its copies and the day something was last brought there."""
    return register()


@blueprint.post("/distribution")
@require("edit")
def add_distribution_place() -> ResponseReturnValue:
    """Write down a new place."""
    me, typed = signed_in(), _typed()
    try:
        made = directory.add_distribution_place(
            db(), me.hub, _facts(typed), by=me.actor, now=clock.now()
        )
    except (BadInputError, ConflictError) as error:
        abandon()
        return register(typed, _errors(error)), 422
    flash(f"配布先「{made.name}」を登録しました。")
    return redirect(url_for("desk.distribution"))


@blueprint.get("/distribution/<int:place_id>")
@require("edit")
def distribution_place(place_id: int) -> str:
    """One place, to change or to end."""
    place = directory.get_distribution_place(db(), signed_in().hub.id, place_id)
    typed = {name: str(getattr(place, name)) for name in BOXES}
    return _place(place, typed, version=place.version, ends=place.ended_at is not None)


@blueprint.post("/distribution/<int:place_id>")
@require("edit")
def change_distribution_place(place_id: int) -> ResponseReturnValue:
    """Store what was changed."""
    me, typed = signed_in(), _typed()
    ends, version = request.form.get("ends") == "1", request.form.get("version", 0, type=int)
    place = directory.get_distribution_place(db(), me.hub.id, place_id)
    try:
        directory.change_distribution_place(
            db(),
            place,
            _facts(typed),
            ends=ends,
            version=version,
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        abandon()
        again = directory.get_distribution_place(db(), me.hub.id, place_id)
        if isinstance(error, StalePlaceError):
            version = again.version
        page = _place(again, typed, _errors(error), version=version, ends=ends)
        return page, _status(error)
    flash("保存しました。")
    return redirect(url_for("desk.distribution"))


@blueprint.get("/newsletter/<int:edition_id>/distribution")
@require("edit")
def newsletter_distribution(edition_id: int) -> str:
    """The list of one issue: copies, the day, what was left."""
    return _list(find(edition_id))


@blueprint.post("/newsletter/<int:edition_id>/distribution")
@require("edit")
def note_newsletter_distribution(edition_id: int) -> AnyResponse:
    """Store the whole list."""
    me, edition = signed_in(), find(edition_id)
    try:
        count = rooms.note_placements(
            db(),
            edition,
            _lines(edition),
            printed=_number(request.form.get("printed", ""), "印刷した部数"),
            stamp=request.form.get("stamp", ""),
            by=me.actor,
            now=clock.now(),
        )
    except (BadInputError, ConflictError) as error:
        abandon()
        page = _list(find(edition_id), error=str(error))
        return Response(page, status=_status(error), mimetype="text/html")
    flash(f"配布の記録を保存しました（変わったところ{count}か所）。")
    return redirect(url_for("desk.newsletter_distribution", edition_id=edition_id))


@blueprint.get("/newsletter/<int:edition_id>/distribution.xlsx")
@require("edit")
def newsletter_distribution_book(edition_id: int) -> Response:
    """The list as xlsx."""
    edition = find(edition_id)
    data = rooms.distribution_book(edition, rooms.distribution(db(), edition))
    name = f"distribution-{edition.on:%Y-%m}.xlsx"
    return as_file(data, name, mime=MIME)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in BOXES}


def _facts(typed: dict[str, str]) -> DistributionFacts:
    copies = _number(typed["copies"], "部数", field="copies")
    return DistributionFacts(
        name=typed["name"],
        copies=copies or 0,
        address=typed["address"],
        district_key=typed["district_key"],
        contact=typed["contact"],
        note=typed["note"],
    )


def _lines(edition: Edition) -> list[Placed]:
    """What was typed; a place whose boxes were not sent stays as it is."""
    today = clock.today(signed_in().hub.zone) if request.form.get("all_today") else None
    lines = []
    for row in rooms.distribution(db(), edition).rows:
        number, name = row.place.id, row.place.name
        if f"copies-{number}" not in request.form:
            continue
        copies = _number(request.form[f"copies-{number}"], f"「{name}」の部数") or 0
        placed_on = _day(request.form.get(f"on-{number}", ""), name)
        if placed_on is None and copies:
            placed_on = today
        left_over = _number(request.form.get(f"left-{number}", ""), f"「{name}」の残り")
        lines.append(Placed(number, copies, placed_on, left_over))
    return lines


def _number(words: str, name: str, *, field: str | None = None) -> int | None:
    """A whole number however it was typed; None for an empty box."""
    half = text.half(words).replace(",", "").removesuffix("部").strip()
    if not half:
        return None
    if not half.isascii() or not half.isdecimal() or len(half) > MOST_DIGITS:
        raise BadInputError(
            f"{name}は数で入れてください（いま「{text.shorten(words, 20)}」）。", field=field
        )
    return int(half)


def _day(words: str, name: str) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError as error:
        raise BadInputError(f"「{name}」の配った日を読めません（例 2026-11-30）。") from error


def _status(error: BadInputError | ConflictError) -> int:
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


def _errors(error: BadInputError | ConflictError) -> dict[str, str]:
    """{box: why it was refused}."""
    field = error.field if isinstance(error, BadInputError) else None
    return {field or "name": str(error)}


def register(
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    file_error: str = "",
) -> str:
    """The page of all places, with what was typed and why it was refused."""
    me = signed_in()
    found = hubs.districts(db(), me.hub.id)
    places = directory.distribution_places(db(), me.hub.id)
    return render_template(
        "web/desk/distribution.html",
        places=places,
        living=[place for place in places if place.ended_at is None],
        last=rooms.last_placed(db(), me.hub.id),
        districts=found,
        names={one.key: one.name for one in found},
        typed=typed or dict.fromkeys(BOXES, ""),
        errors=errors or {},
        file_error=file_error,
    )


def _place(
    place: DistributionPlace,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    version: int,
    ends: bool,
) -> str:
    """``version`` is that of what the person has seen: a slip in a box hides nobody's work."""
    return render_template(
        "web/desk/distribution_place.html",
        place=place,
        districts=hubs.districts(db(), place.hub_id),
        typed=typed,
        errors=errors or {},
        version=version,
        ends=ends,
    )


def _list(edition: Edition, *, error: str = "") -> str:
    return render_template(
        "web/desk/newsletter_distribution.html",
        edition=edition,
        found=rooms.distribution(db(), edition),
        typed=request.form if error else {},
        error=error,
    )
