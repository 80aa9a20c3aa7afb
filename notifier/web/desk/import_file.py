"""「取り込み」: a file's columns are shown and confirmed, then its rows are taken in."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from notifier import directory, editorial, intake
from notifier.flows.import_file import import_file
from notifier.flows.take_back_import import take_back_import
from notifier.intake import ColumnMap, ImportState
from notifier.kit import clock
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db
from notifier.web.submit.dates import say_dates

ACTION = "action"
MOST_ERRORS = 100


@blueprint.get("/import")
@require("edit")
def imports() -> ResponseReturnValue:
    """Choose a file; below, the latest ones and what came of them."""
    return _upload_page()


@blueprint.post("/import")
@require("edit")
def upload() -> ResponseReturnValue:
    """Keep the file and guess its columns; an unreadable one is refused and nothing is kept."""
    me = signed_in()
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return _upload_page("ファイルを選んでください。"), 422
    group_id = request.form.get("group", type=int)
    if group_id:
        directory.get_group(db(), me.hub.id, group_id)
    try:
        made = intake.preview_import(
            db(),
            me.hub,
            filename=chosen.filename,
            data=chosen.stream.read(),
            group_id=group_id,
            by=me.actor,
            now=clock.now(),
        )
    except intake.UnreadableFileError as error:
        return _upload_page(str(error)), 422
    return redirect(url_for("desk.import_columns", import_id=made.id))


@blueprint.get("/import/<int:import_id>")
@require("edit")
def import_columns(import_id: int) -> ResponseReturnValue:
    """The columns as guessed with sample rows; afterwards, the result."""
    found = intake.find_import(db(), signed_in().hub.id, import_id)
    if found.state is ImportState.UPLOADED:
        return _columns_page(found)
    return render_template(
        "web/desk/import_result.html",
        one=found,
        result=found.result,
        errors=found.result.get("errors", [])[:MOST_ERRORS],
        done=found.state is ImportState.DONE,
        undecided=editorial.undecided_of_import(db(), found.hub_id, found.id),
    )


@blueprint.post("/import/<int:import_id>")
@require("edit")
def run_import(import_id: int) -> ResponseReturnValue:
    """Look again with other columns, throw the file away, or take it in."""
    me = signed_in()
    found = intake.find_import(db(), me.hub.id, import_id)
    action = request.form.get(ACTION, "look")
    if action == "take-back":
        count = take_back_import(db(), found, by=me.actor, now=clock.now())
        flash(f"{count}件を取り下げました。表を直したら、もう一度取り込めます。")
        return redirect(url_for("desk.import_columns", import_id=found.id))
    if action == "discard":
        intake.discard_import(db(), found)
        flash("取り込みをやめました。ファイルは消しました。")
        return redirect(url_for("desk.imports"))
    chosen = _chosen(request.form)
    if action == "look" or found.state is not ImportState.UPLOADED:
        if found.state is not ImportState.UPLOADED:
            return redirect(url_for("desk.import_columns", import_id=found.id))
        return _columns_page(found, chosen, _month(request.form))
    import_file(
        db(),
        found,
        columns=chosen.to_json(),
        month=_month(request.form),
        by=me.actor,
        now=clock.now(),
    )
    return redirect(url_for("desk.import_columns", import_id=found.id))


def _upload_page(error: str = "") -> str:
    me = signed_in()
    return render_template(
        "web/desk/imports.html",
        error=error,
        groups=directory.groups(db(), me.hub.id),
        latest=intake.latest_imports(db(), me.hub.id),
        zone=me.hub.zone,
        states={
            ImportState.UPLOADED: "列の確認待ち",
            ImportState.DONE: "取り込み済み",
            ImportState.DISCARDED: "取りやめ",
        },
    )


def _columns_page(
    found: intake.TableImport, columns: ColumnMap | None = None, month: date | None = None
) -> str:
    zone = signed_in().hub.zone
    view = intake.show_table(
        found, columns=columns, today=clock.local(clock.now(), zone).date(), zone=zone
    )
    shown = month or view.month
    return render_template(
        "web/desk/import_columns.html",
        one=found,
        view=view,
        month=f"{shown:%Y-%m}" if shown else "",
        samples=[
            (row, say_dates(row.draft.occurrences[:3], zone) if row.draft else ())
            for row in view.samples
        ],
        missing=[
            label
            for key, label in view.fields
            if key in ("title", "date", "place") and key not in {c.field for c in view.columns}
        ],
    )


def _chosen(form: MultiDict[str, str]) -> ColumnMap:
    fields: dict[str, list[int]] = {}
    for name, key in form.items():
        index = name.removeprefix("column-")
        if key and name.startswith("column-") and index.isdecimal():
            fields.setdefault(key, []).append(int(index))
    return ColumnMap.from_json({"fields": fields})


def _month(form: MultiDict[str, str]) -> date | None:
    try:
        return date.fromisoformat(f"{form.get('month', '')}-01")
    except ValueError:
        return None
