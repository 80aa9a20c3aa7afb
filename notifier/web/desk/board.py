"""「掲示の紙」: the sheets of the notice boards, which of them are old, and their files."""

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import editions as rooms
from notifier.editions import BOARD, Edition, EditionState
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotFoundError
from notifier.web.as_file import as_file
from notifier.web.desk import blueprint
from notifier.web.desk.edition_deeds import ITEM_DEEDS, STATUS
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

PRINTINGS_SHOWN = 12


@blueprint.get("/board")
@require("edit")
def board() -> str:
    """What hangs now, what is being prepared today, and earlier printings."""
    return _draw()


@blueprint.post("/board")
@require("edit")
def compose_board() -> AnyResponse:
    """Make today's draft, or bring it up to date."""
    me = signed_in()
    made = rooms.compose(db(), me.hub, kind=BOARD, on=_today(), by=me.actor, now=clock.now())
    if made.state is not EditionState.DRAFT:
        flash(
            "きょうの紙は確定しています。作り直すときは「いまの内容で刷り直す」を押してください。"
        )
    else:
        flash(f"いまの掲載で下書きを作りました（{len(made.items)}件）。")
    return redirect(url_for("desk.board"))


@blueprint.post("/board/reprint")
@require("approve_edition")
def reprint_board() -> AnyResponse:
    """「いまの内容で刷り直す」: today's sheets, final in one press."""
    me = signed_in()
    try:
        rooms.reprint(db(), me.hub, by=me.actor, now=clock.now())
    except (BadInputError, ConflictError) as error:
        return _refused(error)
    flash("いまの内容で確定しました。PDFを受け取り、印刷して貼りかえてください。")
    return redirect(url_for("desk.board"))


@blueprint.post("/board/<int:edition_id>/items/<int:listing_id>/<deed>")
@require("edit")
def change_board_item(edition_id: int, listing_id: int, deed: str) -> AnyResponse:
    """「外す」「戻す」 on the draft."""
    me, found = signed_in(), _find(edition_id)
    version = request.form.get("version", 0, type=int)
    if deed not in ITEM_DEEDS:
        raise BadInputError("その操作はありません。ページを開き直してください。")
    try:
        ITEM_DEEDS[deed](db(), found, listing_id, version=version, by=me.actor, now=clock.now())
    except (BadInputError, ConflictError) as error:
        return _refused(error)
    return redirect(url_for("desk.board", _anchor="draft"))


@blueprint.post("/board/<int:edition_id>/approve")
@require("approve_edition")
def approve_board(edition_id: int) -> AnyResponse:
    """「この内容で確定する」: the draft as it was looked at."""
    me, found = signed_in(), _find(edition_id)
    version = request.form.get("version", 0, type=int)
    try:
        rooms.approve(db(), found, version=version, by=me.actor, now=clock.now())
    except (BadInputError, ConflictError) as error:
        return _refused(error)
    flash("内容を確定しました。PDFを受け取り、印刷して貼ってください。")
    return redirect(url_for("desk.board"))


@blueprint.get("/board/<int:edition_id>/<name>")
@require("edit")
def board_file(edition_id: int, name: str) -> Response:
    """One of its files: A4, A3 or the text twin."""
    made = rooms.print_files(db(), _find(edition_id), formats=[name], now=clock.now())[0]
    return as_file(made.data, made.filename, mime=made.content_type)


def _find(edition_id: int) -> Edition:
    found = rooms.find_edition(db(), signed_in().hub.id, edition_id)
    if found.kind != BOARD:
        raise NotFoundError("この紙は見つかりません。")
    return found


def _today() -> date:
    return clock.local(clock.now(), signed_in().hub.zone).date()


def _refused(error: BadInputError | ConflictError) -> Response:
    abandon()
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return Response(_draw(error=str(error)), status=status, mimetype="text/html")


def _draw(*, error: str = "") -> str:
    me, now = signed_in(), clock.now()
    made = rooms.editions(db(), me.hub.id, kind=BOARD, limit=PRINTINGS_SHOWN)
    hangs = rooms.hanging(db(), me.hub.id, now=now)
    draft = next((one for one in made if one.state is EditionState.DRAFT), None)
    return render_template(
        "web/desk/board.html",
        hangs=hangs,
        draft=rooms.board_view(db(), draft, now=now) if draft else None,
        earlier=[
            one for one in made if one is not draft and (not hangs or one is not hangs.edition)
        ],
        state_name=rooms.state_name,
        error=error,
        me=me,
        zone=me.hub.zone,
    )
