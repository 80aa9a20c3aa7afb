"""What the buttons of 「今週の便」 do: each is one POST, one verb, and back to the page."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from notifier import editions as rooms
from notifier.editions import Edition, EditionNotFoundError
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import (
    BadInputError,
    ConflictError,
    NotAllowedError,
    NotifierError,
    TooManyError,
)
from notifier.web.desk import blueprint
from notifier.web.desk.edition_page import TimeBox, chosen_reader, draw
from notifier.web.desk.quota_panel import wont_go
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

Act = Callable[[Edition, int], str]
STATUS = {BadInputError: 422, NotAllowedError: 403, ConflictError: 409, TooManyError: 429}
TIME_FIELDS = frozenset({"send_at", "on", "late"})
ITEM_DEEDS = {
    "drop": rooms.drop_item,
    "restore": rooms.restore_item,
    "pin": rooms.pin_item,
}


@blueprint.post("/editions/<int:edition_id>/items/<int:listing_id>/<deed>")
@require("edit")
def change_item(edition_id: int, listing_id: int, deed: str) -> Response:
    """「外す」「戻す」「先頭に固定」「上へ」「下へ」."""
    me = signed_in()

    def act(edition: Edition, version: int) -> str:
        by, now = me.actor, clock.now()
        if deed in ("up", "down"):
            up = deed == "up"
            rooms.move_item(db(), edition, listing_id, up=up, version=version, by=by, now=now)
        elif deed in ITEM_DEEDS:
            ITEM_DEEDS[deed](db(), edition, listing_id, version=version, by=by, now=now)
        else:
            raise BadInputError("その操作はありません。ページを開き直してください。")
        return ""

    return _do(edition_id, act, anchor=f"item-{listing_id}")


@blueprint.post("/editions/<int:edition_id>/items/<int:listing_id>/place")
@require("edit")
def place_item(edition_id: int, listing_id: int) -> Response:
    """「n番目へ」."""
    me, place = signed_in(), request.form.get("place", type=int)

    def act(edition: Edition, version: int) -> str:
        if place is None:
            raise BadInputError("順番は数字で入れてください。", field="place")
        by, now = me.actor, clock.now()
        rooms.place_item(db(), edition, listing_id, place=place, version=version, by=by, now=now)
        return ""

    return _do(edition_id, act, anchor=f"item-{listing_id}")


@blueprint.post("/editions/<int:edition_id>/test")
@require("approve_edition")
def test_edition(edition_id: int) -> Response:
    """「自分にテストで送る」."""
    me = signed_in()

    def act(edition: Edition, _version: int) -> str:
        try:
            _, wishes = chosen_reader(edition, request.args.get("reader", type=int))
        except EditionNotFoundError as error:  # the reader went since the page was opened
            raise BadInputError(str(error)) from error
        sent = rooms.send_test(
            db(), edition, wishes, email=me.staff.email, by=me.actor, now=clock.now()
        )
        ways = [name for name, went in (("メール", sent.by_mail), ("LINE", sent.by_line)) if went]
        return f"テストを、あなたの{'と'.join(ways)}に送りました。読者には送っていません。"

    return _do(edition_id, act, anchor="preview")


@blueprint.post("/editions/<int:edition_id>/greeting")
@require("edit")
def change_greeting(edition_id: int) -> Response:
    """「あいさつ文」."""
    me, words = signed_in(), request.form.get("greeting", "")

    def act(edition: Edition, version: int) -> str:
        rooms.set_greeting(db(), edition, words, version=version, by=me.actor, now=clock.now())
        return "あいさつ文を変えました。"

    return _do(edition_id, act, anchor="greeting")


@blueprint.post("/editions/<int:edition_id>/approve")
@require("approve_edition")
def approve_edition(edition_id: int) -> Response:
    """「…に送る」: approve, for the usual time or the one typed."""
    me = signed_in()

    def act(edition: Edition, version: int) -> str:
        asked = _moment(request.form.get("send_at", ""), me.hub)
        late, by, now = "late" in request.form, me.actor, clock.now()
        rooms.approve(db(), edition, version=version, by=by, now=now, send_at=asked, late=late)
        return f"承認しました。{_what_now(edition, me.hub)}"

    return _do(edition_id, act)


@blueprint.post("/editions/<int:edition_id>/second")
@require("approve_edition")
def second_approve_edition(edition_id: int) -> Response:
    """「二人目として承認する」."""
    me = signed_in()

    def act(edition: Edition, version: int) -> str:
        rooms.second_approve(db(), edition, version=version, by=me.actor, now=clock.now())
        return f"二人目として承認しました。{_what_now(edition, me.hub)}"

    return _do(edition_id, act)


@blueprint.post("/editions/<int:edition_id>/undo")
@require("approve_edition")
def undo_edition(edition_id: int) -> Response:
    """「承認を取り消す」."""
    me = signed_in()

    def act(edition: Edition, _version: int) -> str:
        rooms.undo_approval(db(), edition, by=me.actor, now=clock.now())
        return "承認を取り消しました。下書きに戻っています。"

    return _do(edition_id, act)


@blueprint.post("/editions/<int:edition_id>/stop")
@require("send")
def stop_edition(edition_id: int) -> Response:
    """「送信を止める」."""
    me = signed_in()

    def act(edition: Edition, _version: int) -> str:
        rooms.stop(db(), edition, by=me.actor, now=clock.now())
        return "送信を止めました。すでに送った分は取り戻せません。残りの人には、次の便で知らせてください。"

    return _do(edition_id, act)


@blueprint.post("/editions/<int:edition_id>/reopen")
@require("edit")
def reopen_edition(edition_id: int) -> Response:
    """「下書きに戻す」."""
    me = signed_in()

    def act(edition: Edition, _version: int) -> str:
        rooms.reopen(db(), edition, by=me.actor, now=clock.now())
        return "下書きに戻しました。内容を確かめて、承認しなおしてください。"

    return _do(edition_id, act)


def _what_now(edition: Edition, hub: Hub) -> str:
    """What comes of an approval: when it goes (it may be later than asked for), or why it will not."""
    if edition.send_at is None or rooms.is_notice(edition):
        return "すぐに送ります。"
    problem = wont_go(db(), hub, edition, now=clock.now())
    goes = f"{clock.say_moment(edition.send_at, hub.zone)} に送ります。"
    if problem:
        goes = f"ただし、{problem}"
    elif rooms.needs_second(hub, edition):
        first = edition.approved_by_key
        asked = [one.name for one in rooms.second_people(db(), hub.id, first=first)]
        mailed = (
            f"{'・'.join(asked)}さんに、まもなくメールで頼みます。"
            if asked and hub.mail_from
            else ""
        )
        goes = f"別の発行責任者も承認すると、{goes}{mailed}"
    return f"{goes}送るまでは取り消せます。"


def _do(edition_id: int, act: Act, *, anchor: str = "") -> Response:
    """Run one verb; a refusal draws the page again with its sentence and what was typed."""
    hub = signed_in().hub
    edition = rooms.find_edition(db(), hub.id, edition_id)
    try:
        message = act(edition, request.form.get("version", 0, type=int))
    except (BadInputError, NotAllowedError, ConflictError, TooManyError) as error:
        abandon()
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        edition = rooms.find_edition(db(), hub.id, edition_id)
        page = draw(
            edition, error=str(error), greeting=request.form.get("greeting"), box=_box(error)
        )
        return Response(page, status=status, mimetype="text/html")
    if message:
        flash(message)
    where = url_for("desk.edition_page", edition_id=edition_id, _anchor=anchor or None)
    return redirect(where)


def _box(error: NotifierError) -> TimeBox:
    """What was typed for another time; a refusal of that time stands beside its box."""
    typed = request.form.get("send_at", "").strip()
    is_about_it = bool(typed) and getattr(error, "field", None) in TIME_FIELDS
    return TimeBox(typed, "late" in request.form, str(error) if is_about_it else "")


def _moment(typed: str, hub: Hub) -> datetime | None:
    """A datetime box as a moment; an empty one is the usual time."""
    if not typed.strip():
        return None
    try:
        there = datetime.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadInputError(
            "送る時刻は「2026-11-21T10:00」のように、日付と時刻を入れてください。", field="send_at"
        ) from error
    if there.tzinfo is None:
        there = there.replace(tzinfo=hub.zone)
    return there.astimezone(UTC)
