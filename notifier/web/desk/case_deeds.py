"""What the buttons of the desk do: each is one POST, one verb, and back to where it was pressed."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from notifier import editorial
from notifier.editorial import Case, Deed, StaleCaseError, WrongStateError
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotAllowedError
from notifier.web.desk import blueprint
from notifier.web.desk.back import back_to
from notifier.web.desk.case import case_page
from notifier.web.desk.case_conflict import conflict_page
from notifier.web.desk.frozen import is_frozen
from notifier.web.desk.prepared import WORDS, split_question
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

Act = Callable[[Case, int], object]
DONE = {
    Deed.APPROVE: "掲載しました。",
    Deed.ASK: "質問しました。返事を待つあいだ、「質問中」に並びます。",
    Deed.HOLD: "保留にしました。",
    Deed.REJECT: "お断りにしました。",
    Deed.RESUME: "確認待ちに戻しました。",
    Deed.UNDO: "掲載を取り消し、確認待ちに戻しました。",
    Deed.REOPEN: "確認待ちに戻しました。",
    Deed.MERGE: "まとめました。",
    Deed.EDIT: "保存しました。",
}
_STATUS = {BadInputError: 422, NotAllowedError: 403, ConflictError: 409}


@blueprint.post("/cases/<int:case_id>/approve")
@require("judge")
def approve_case(case_id: int) -> Response:
    """「掲載する」, with the checks that were ticked as looked at; trusting the group besides."""
    me, despite = signed_in(), tuple(request.form.getlist("despite"))
    verb = editorial.approve
    if request.form.get("trust"):
        if not me.may("edit"):
            raise NotAllowedError("団体を信頼するのは、団体を編集できる職員だけです。")
        verb = editorial.approve_and_trust

    def act(case: Case, version: int) -> None:
        verb(db(), case, version=version, by=me.actor, now=clock.now(), despite=despite)

    return _do(case_id, Deed.APPROVE, act)


@blueprint.post("/cases/<int:case_id>/ask")
@require("judge")
def ask_case(case_id: int) -> Response:
    """「質問する」: the prepared question that was pressed, words of one's own, or both."""
    me = signed_in()
    field, prepared = split_question(request.form.get("prepared", ""))
    parts = (prepared, request.form.get("message", "").strip())
    message = "\n".join(part for part in parts if part)

    def act(case: Case, version: int) -> None:
        editorial.ask(
            db(), case, message=message, field=field, version=version, by=me.actor, now=clock.now()
        )

    return _do(case_id, Deed.ASK, act)


@blueprint.post("/cases/<int:case_id>/hold")
@require("judge")
def hold_case(case_id: int) -> Response:
    """「保留」."""
    me, reason = signed_in(), request.form.get("hold_reason", "")

    def act(case: Case, version: int) -> None:
        editorial.hold(db(), case, reason=reason, version=version, by=me.actor, now=clock.now())

    return _do(case_id, Deed.HOLD, act)


@blueprint.post("/cases/<int:case_id>/reject")
@require("judge")
def reject_case(case_id: int) -> Response:
    """「断る」: the prepared reason and the words typed beside it."""
    me = signed_in()
    parts = (request.form.get("prepared_reason", ""), request.form.get("reason", ""))
    reason = "\n".join(part.strip() for part in parts if part.strip())

    def act(case: Case, version: int) -> None:
        editorial.reject(db(), case, reason=reason, version=version, by=me.actor, now=clock.now())

    return _do(case_id, Deed.REJECT, act)


@blueprint.post("/cases/<int:case_id>/resume")
@require("judge")
def resume_case(case_id: int) -> Response:
    """「確認待ちに戻す」."""
    me = signed_in()

    def act(case: Case, version: int) -> None:
        editorial.resume(db(), case, version=version, by=me.actor, now=clock.now())

    return _do(case_id, Deed.RESUME, act)


@blueprint.post("/cases/<int:case_id>/undo")
@require("judge")
def undo_case(case_id: int) -> Response:
    """「掲載を取り消す」, while no approved edition holds the item."""
    me = signed_in()

    def act(case: Case, version: int) -> None:
        frozen = is_frozen(db(), me.hub.id, case.listing_id)
        editorial.undo(db(), case, version=version, by=me.actor, now=clock.now(), frozen=frozen)

    return _do(case_id, Deed.UNDO, act)


@blueprint.post("/cases/<int:case_id>/reopen")
@require("judge")
def reopen_case(case_id: int) -> Response:
    """「確認待ちに戻す」 for what was refused or merged."""
    me = signed_in()

    def act(case: Case, version: int) -> None:
        editorial.reopen(db(), case, version=version, by=me.actor, now=clock.now())

    return _do(case_id, Deed.REOPEN, act)


@blueprint.post("/cases/<int:case_id>/merge")
@require("judge")
def merge_case(case_id: int) -> Response:
    """「まとめる」 into the case chosen, of this hub."""
    me = signed_in()
    into = editorial.find_case(db(), me.hub.id, request.form.get("into", 0, type=int))

    def act(case: Case, version: int) -> None:
        editorial.merge(db(), case, into=into, version=version, by=me.actor, now=clock.now())

    return _do(case_id, Deed.MERGE, act)


@blueprint.post("/cases/<int:case_id>/criteria")
@require("judge")
def criteria_case(case_id: int) -> Response:
    """The posting criteria, marked."""
    me = signed_in()
    prefix = "criterion-"
    marks = {k.removeprefix(prefix): v for k, v in request.form.items() if k.startswith(prefix)}

    def act(case: Case, version: int) -> None:
        editorial.set_criteria(
            db(), case, marks=marks, version=version, by=me.actor, now=clock.now()
        )

    return _do(case_id, Deed.EDIT, act)


@blueprint.post("/cases/<int:case_id>/assign")
@require("judge")
def assign_case(case_id: int) -> Response:
    """「自分が担当する」, or nobody."""
    me = signed_in()
    staff_id = None if request.form.get("nobody") else me.staff.id

    def act(case: Case, version: int) -> None:
        editorial.assign(
            db(), case, staff_id=staff_id, version=version, by=me.actor, now=clock.now()
        )

    return _do(case_id, Deed.EDIT, act)


def _do(case_id: int, deed: Deed, act: Act) -> Response:
    """Run one verb; stale or impossible shows both versions, anything else says what to mend."""
    me = signed_in()
    case = editorial.find_case(db(), me.hub.id, case_id)
    version = request.form.get("version", 0, type=int)
    words = {name: request.form.get(name, "") for name in WORDS}
    try:
        act(case, version)
    except (StaleCaseError, WrongStateError) as error:
        return conflict_page(case_id, deed, seen=version, problem=str(error), words=words)
    except (BadInputError, NotAllowedError, ConflictError) as error:
        abandon()
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return case_page(case_id, problem=str(error), words=words, status=status)
    return _back(case_id, deed)


def _back(case_id: int, deed: Deed) -> Response:
    """To the list the button was pressed in, else to the case; what came back is stood on."""
    there = back_to(case_id, stay=deed in (Deed.UNDO, Deed.REOPEN, Deed.RESUME, Deed.EDIT))
    if there:
        return there
    flash(DONE[deed])
    return redirect(url_for("desk.case", case_id=case_id))
