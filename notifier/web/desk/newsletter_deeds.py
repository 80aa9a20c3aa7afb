"""What the buttons of 「通信」 do: each is one POST, one verb, and back to the page."""

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import editions as rooms
from notifier import engagement
from notifier.editions import BadTemplateError, Edition, PrintText
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotAllowedError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.desk.edition_deeds import ITEM_DEEDS, STATUS
from notifier.web.desk.newsletter import KIND, draw, draw_list, find
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

Act = Callable[[Edition, int], str]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.post("/newsletter/<int:edition_id>/items/<int:listing_id>/<deed>")
@require("edit")
def change_newsletter_item(edition_id: int, listing_id: int, deed: str) -> AnyResponse:
    """「外す」「戻す」「上へ」「下へ」「紙面用の文」."""
    me = signed_in()

    def act(edition: Edition, version: int) -> str:
        by, now = me.actor, clock.now()
        if deed == "words":
            words = PrintText(request.form.get("title", ""), request.form.get("body", ""))
            rooms.set_print_text(db(), edition, listing_id, words, version=version, by=by, now=now)
            return "紙面用の文を変えました。"
        if deed in ("up", "down"):
            up = deed == "up"
            rooms.move_item(db(), edition, listing_id, up=up, version=version, by=by, now=now)
        elif deed in ITEM_DEEDS:
            ITEM_DEEDS[deed](db(), edition, listing_id, version=version, by=by, now=now)
        else:
            raise BadInputError("その操作はありません。ページを開き直してください。")
        return ""

    return _do(edition_id, act, anchor=f"item-{listing_id}")


@blueprint.post("/newsletter/<int:edition_id>/greeting")
@require("edit")
def change_newsletter_greeting(edition_id: int) -> AnyResponse:
    """「あいさつ文」."""
    me, words = signed_in(), request.form.get("greeting", "")

    def act(edition: Edition, version: int) -> str:
        rooms.set_greeting(db(), edition, words, version=version, by=me.actor, now=clock.now())
        return "あいさつ文を変えました。"

    return _do(edition_id, act, anchor="greeting")


@blueprint.post("/newsletter/<int:edition_id>/voices")
@require("edit")
def change_newsletter_voices(edition_id: int) -> AnyResponse:
    """「選んだ声をのせる」."""
    me, picked = signed_in(), request.form.getlist("voice", type=int)

    def act(edition: Edition, version: int) -> str:
        by, now = me.actor, clock.now()
        count = engagement.pick_voices(db(), edition, picked, version=version, by=by, now=now)
        return f"みなさんの声を{count}件のせました。" if count else "みなさんの声を外しました。"

    return _do(edition_id, act, anchor="voices")


@blueprint.post("/newsletter/<int:edition_id>/approve")
@require("approve_edition")
def approve_newsletter(edition_id: int) -> AnyResponse:
    """「内容を確定する」: nothing is sent; the files are final from here on."""
    me = signed_in()

    def act(edition: Edition, version: int) -> str:
        rooms.approve(db(), edition, version=version, by=me.actor, now=clock.now())
        return "内容を確定しました。ファイルを受け取って印刷できます。"

    return _do(edition_id, act)


@blueprint.post("/newsletter/<int:edition_id>/undo")
@require("approve_edition")
def undo_newsletter(edition_id: int) -> AnyResponse:
    """「確定を取り消す」."""
    me = signed_in()

    def act(edition: Edition, _version: int) -> str:
        by, now = me.actor, clock.now()
        rooms.undo_approval(db(), edition, by=by, now=now)
        engagement.drop_taken_back(db(), edition, by=by, now=now)
        return "確定を取り消しました。下書きに戻っています。"

    return _do(edition_id, act)


@blueprint.get("/newsletter/template.docx")
@require("edit")
def newsletter_template() -> Response:
    """Our own Word template, to begin from."""
    return as_file(rooms.standard_template(), "newsletter-template.docx", mime=WORD)


@blueprint.post("/newsletter/template")
@require("approve_edition")
def change_newsletter_template() -> AnyResponse:
    """「ひな形を入れ替える」「はじめのひな形に戻す」."""
    me = signed_in()
    sent = request.files.get("template")
    data = None if request.form.get("reset") else (sent.read() if sent else b"")
    try:
        rooms.set_word_template(db(), me.hub, data, kind=KIND, by=me.actor, now=clock.now())
    except BadTemplateError as error:
        abandon()
        return Response(draw_list(error=str(error)), status=422, mimetype="text/html")
    flash("はじめのひな形に戻しました。" if data is None else "ひな形を入れ替えました。")
    return redirect(url_for("desk.newsletters", _anchor="template"))


def _do(edition_id: int, act: Act, *, anchor: str = "") -> AnyResponse:
    """Run one verb; a refusal draws the page again with its sentence and what was typed."""
    edition = find(edition_id)
    try:
        message = act(edition, request.form.get("version", 0, type=int))
    except (BadInputError, NotAllowedError, ConflictError) as error:
        abandon()
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        page = draw(find(edition_id), error=str(error), typed=request.form.to_dict())
        return Response(page, status=status, mimetype="text/html")
    if message:
        flash(message)
    where = url_for("desk.newsletter_page", edition_id=edition_id, _anchor=anchor or None)
    return redirect(where)
