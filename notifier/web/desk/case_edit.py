"""Mend the desk's copy of a case."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from notifier import editorial
from notifier.editorial import Deed, StaleCaseError, WrongStateError
from notifier.kit import clock
from notifier.web.desk import blueprint
from notifier.web.desk.back import back_to
from notifier.web.desk.case import case_page, choices
from notifier.web.desk.case_conflict import conflict_page
from notifier.web.desk.case_form import Typed, change_rows, known_only, read_form, typed_in
from notifier.web.guard import require, signed_in
from notifier.web.session import db

BAD_INPUT = 422


@blueprint.post("/cases/<int:case_id>/edit")
@require("judge")
def edit_case(case_id: int) -> BaseResponse:
    """Store the form; a row button only shows it again with one date more or fewer."""
    me = signed_in()
    case = editorial.find_case(db(), me.hub.id, case_id)
    typed = typed_in(request.form)
    known_only(typed, {name: list(names) for name, names in choices().items()})
    version = request.form.get("version", 0, type=int)
    try:
        editorial.require_current(case, version)
        if change_rows(typed, request.form.get("row", "")):
            return case_page(case_id, typed=typed)
        draft = read_form(typed, case.draft, me.hub.zone)
        if typed.errors:
            return _mend(case_id, typed)
        changes = editorial.edit(db(), case, draft, version=version, by=me.actor, now=clock.now())
    except (StaleCaseError, WrongStateError) as error:
        return conflict_page(case_id, Deed.EDIT, seen=version, problem=str(error), typed=typed)
    there = back_to(case_id, stay=True)
    if there:
        return there
    said = "・".join(change.label for change in changes)
    flash(f"{said}を直しました。" if said else "保存しました。")
    return redirect(url_for("desk.case", case_id=case_id))


def _mend(case_id: int, typed: Typed) -> Response:
    problem = f"{len(typed.errors)}か所、直してください。入力はそのまま残っています。"
    return case_page(case_id, typed=typed, problem=problem, status=BAD_INPUT)
