"""「代理入力」: staff type what a group said by telephone, fax or on paper."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier import directory, hubs, intake
from notifier.directory import Group
from notifier.flows.hand_in import hand_in
from notifier.flows.own_state import as_known
from notifier.kit import clock
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.kit.text import one_line
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db
from notifier.web.submit.item_form import (
    CHOOSABLE,
    ROWS,
    Typed,
    check,
    empty_form,
    filled_from,
    read,
    typed_in,
)
from notifier.web.submit.prefill import for_next_month
from notifier.web.submit.receipt import sent_files

SOURCE = "staff_entry"


@blueprint.get("/enter")
@require("enter")
def enter() -> ResponseReturnValue:
    """The empty form; ``?like=<id>`` fills it with an earlier item, a month on."""
    me = signed_in()
    like = request.args.get("like", type=int)
    if like:
        old = _may_repeat(intake.find_submission(db(), me.hub.id, like))
        fields = for_next_month(
            old, me.hub, today=clock.today(me.hub.zone), known=as_known(db(), old)
        )
        return _page(filled_from(fields), old.group_id)
    return _page(empty_form(), request.args.get("group", type=int))


@blueprint.post("/enter")
@require("enter")
def entered() -> ResponseReturnValue:
    """Take it in; with errors the page comes back with everything typed."""
    me = signed_in()
    typed = typed_in(request.form, me.hub)
    group_id = request.form.get("group", type=int)
    group = directory.get_group(db(), me.hub.id, group_id) if group_id else None
    receipt = _hand_in(typed, group)
    if receipt is None:
        return _page(typed, group_id), 422
    title = receipt.submission.title
    if receipt.outcome == "duplicate":
        flash(f"「{title}」は同じ内容で届いています。新しくは登録していません。")
    else:
        flash(f"「{title}」を受け付けました。編集デスクに並びました。")
    return redirect(url_for("desk.enter"))


def _may_repeat(old: intake.Submission) -> intake.Submission:
    """``old`` for who judges what arrives, or entered it; others see their own entries alone."""
    me = signed_in()
    if me.may("judge") or (old.source == SOURCE and old.received_by_key == me.actor.key):
        return old
    raise NotFoundError("その投稿は、あなたが入力したものの中にありません。")


def _hand_in(typed: Typed, group: Group | None) -> intake.Receipt | None:
    me, files = signed_in(), sent_files(typed)
    if not check(typed, has_file=bool(files)):
        return None
    draft = read(typed, me.hub)
    if group and not one_line(draft.organiser):
        draft = replace(draft, organiser=group.name)
    arrival = intake.Arrival(
        hub_id=me.hub.id,
        source=SOURCE,
        original={"fields": typed.as_fields()},
        group_id=group.id if group else None,
        is_verified=group is not None,
        submitter_email=_address(group),
        files=files,
    )
    try:
        with db().begin_nested():
            return hand_in(db(), draft, arrival=arrival, by=me.actor, now=clock.now())
    except BadInputError as error:
        typed.errors[error.field or "title"] = str(error)
        return None


def _address(group: Group | None) -> str:
    """The group's own address, so that questions reach it and it can follow the item."""
    if group is None:
        return ""
    known = directory.contacts(db(), group.hub_id, group.id)
    return next((one.email for one in known if one.email), "")


def _page(typed: Typed, group_id: int | None) -> str:
    me = signed_in()
    return render_template(
        "web/desk/enter.html",
        typed=typed,
        group_id=group_id,
        groups=directory.groups(db(), me.hub.id),
        districts=hubs.districts(db(), me.hub.id),
        outlets=CHOOSABLE,
        row_count=ROWS,
    )
