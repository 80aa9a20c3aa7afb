"""「配布先」 as a table: what a file would change is shown first, and done when a person says so."""

import csv
from io import StringIO

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, hubs, intake
from notifier.directory import ImportedPlaces
from notifier.intake.tables import Table, open_table, shown
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.desk.distribution import register
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

BAD_INPUT = 422


@blueprint.post("/distribution/import")
@require("edit")
def preview_places() -> ResponseReturnValue:
    """Read the file and say what it would change; nothing is stored."""
    sent = request.files.get("file")
    try:
        table = open_table(sent.filename or "" if sent else "", sent.read() if sent else b"")
        found = _take_in(table)
    except BadInputError as error:
        abandon()
        return register(file_error=str(error)), BAD_INPUT
    abandon()
    return render_template(
        "web/desk/distribution_import.html",
        found=found,
        filename=table.filename,
        rows=_as_words(table),
    )


@blueprint.post("/distribution/import/confirm")
@require("edit")
def import_places() -> ResponseReturnValue:
    """Take in the rows that were shown."""
    try:
        found = _take_in(open_table("", request.form.get("rows", "").encode()))
    except BadInputError as error:
        abandon()
        return register(file_error=str(error)), BAD_INPUT
    left = f"{len(found.refused)}行は取り込んでいません。" if found.refused else ""
    flash(f"{len(found.added)}か所を登録し、{len(found.changed)}か所を変えました。{left}")
    return redirect(url_for("desk.distribution"))


def _take_in(table: Table) -> ImportedPlaces:
    me = signed_in()
    names = {one.name: one.key for one in hubs.districts(db(), me.hub.id)}
    return directory.import_distribution_places(
        db(), me.hub, intake.read_places(table, names), by=me.actor, now=clock.now()
    )


def _as_words(table: Table) -> str:
    """The rows as a table of words, carried by the page until a person agrees."""
    out = StringIO()
    csv.writer(out).writerows([shown(cell) for cell in row] for row in table.rows)
    return out.getvalue()
