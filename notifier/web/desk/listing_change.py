"""Change what is published: the form, then field by field old → new, then the deed."""

import json

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from notifier.editorial import Case
from notifier.flows.change_listing import change_listing as change
from notifier.intake import ListingDraft
from notifier.kit import clock
from notifier.kit.tokens import hash_token
from notifier.listings import (
    FIELD_NAMES,
    Change,
    Listing,
    NothingToPublishError,
    changes,
    draft_of,
    find_listing,
)
from notifier.web.desk import blueprint
from notifier.web.desk.case import ROW_LABELS, choices
from notifier.web.desk.case_form import (
    CHOICES,
    Typed,
    change_rows,
    form_of,
    known_only,
    read_form,
    typed_in,
)
from notifier.web.desk.form_opened import seal_boxes, take_newer
from notifier.web.desk.reached import reached
from notifier.web.guard import require, signed_in
from notifier.web.session import db

BAD_INPUT, CONFLICT = 422, 409


@blueprint.get("/listings/<int:listing_id>/change")
@require("judge")
def change_listing(listing_id: int) -> BaseResponse:
    """The form, filled with what is published now."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    return _page(found, form_of(draft_of(found), me.hub.zone))


@blueprint.post("/listings/<int:listing_id>/change")
@require("judge")
def change_listing_now(listing_id: int) -> BaseResponse:
    """Show what would change; the second time, with the same words, do it."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    typed = typed_in(request.form)
    known_only(typed, {name: list(names) for name, names in choices().items()})
    if request.form.get("version", type=int) != found.version:
        return _conflict(found, typed)
    if change_rows(typed, request.form.get("row", "")):
        return _page(found, typed)
    draft = read_form(typed, draft_of(found), me.hub.zone)
    if typed.errors:
        problem = f"{len(typed.errors)}か所、直してください。入力はそのまま残っています。"
        return _page(found, typed, problem=problem, status=BAD_INPUT)
    if request.form.get("confirmed") != _seal(draft):
        return _page(found, typed, draft=draft)
    try:
        case = change(db(), found, draft, by=me.actor, now=clock.now())
    except NothingToPublishError as error:
        return _page(found, typed, problem=str(error), status=BAD_INPUT)
    return _done(listing_id, case)


def _conflict(found: Listing, typed: Typed) -> Response:
    """What was typed here upon what stands now; a box nobody touched here undoes nobody's work."""
    zone, newest = signed_in().hub.zone, draft_of(found)
    take_newer(typed, form_of(newest, zone), opened=request.form.get("opened", ""))
    draft = read_form(typed, newest, zone)
    problem = (
        "ほかの人が先に変更しました。あなたの入力は下に残っています。"
        "あなたが変えていないところは、いまの掲載に合わせました。"
        "いまの掲載との違いを確かめて、もう一度押してください。"
    )
    return _page(found, typed, problem=problem, draft=draft, status=CONFLICT)


def _done(listing_id: int, case: Case | None) -> BaseResponse:
    """What became of it: public now, or the case that waits for a second look."""
    if case is None:
        flash("掲載を変更しました。公開ページとカレンダーは、いま書きかわりました。")
        return redirect(url_for("desk.listing", listing_id=listing_id))
    flash(
        "日時・会場・費用が変わるので、確認待ちに並べました。"
        "もう一度確かめて掲載すると、公開ページが書きかわります。"
    )
    return redirect(url_for("desk.case", case_id=case.id))


def _page(
    found: Listing,
    typed: Typed,
    *,
    draft: ListingDraft | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    pending: list[Change] = []
    if draft is not None:
        pending = changes(draft_of(found), draft, zone=signed_in().hub.zone)
    page = render_template(
        "web/desk/listing_change.html",
        listing_id=found.id,
        title=found.title,
        version=found.version,
        typed=typed,
        opened=seal_boxes(form_of(draft_of(found), signed_in().hub.zone)),
        pending=pending,
        is_checked=draft is not None,
        surfaces=reached(db(), signed_in().hub, found) if pending else (),
        confirmed=_seal(draft) if draft is not None else "",
        problem=problem,
        labels=FIELD_NAMES,
        row_labels=ROW_LABELS,
        choices=choices(),
    )
    return make_response(page, status)


def _seal(draft: ListingDraft) -> str:
    """What was shown as old → new; another wording is shown again before it is stored.

    Ticked boxes come back in the form's order, which is no other wording.
    """
    said = draft.to_json()
    said |= {name: sorted(said[name]) for name in CHOICES}
    return hash_token(json.dumps(said, sort_keys=True))
