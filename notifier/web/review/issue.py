"""``/review/<token>``: read an issue before it is printed, comment, agree. Nothing of the hub's else."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import editions as rooms
from notifier.editions import Edition, ReviewLink
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError, NotFoundError
from notifier.web.as_file import as_file
from notifier.web.headers import keep_private
from notifier.web.review import blueprint
from notifier.web.session import abandon, db

FILES = ("pdf", "txt")
BAD_INPUT, CONFLICT = 422, 409


@blueprint.get("/<token>")
def issue(token: str) -> str:
    """The issue, what changed since the last look, the comments and who is told of."""
    return _draw(token, *_open(token))


@blueprint.get("/<token>/<name>")
def issue_file(token: str, name: str) -> Response:
    """The page as it would be printed, or its text twin."""
    _, edition = _open(token)
    if name not in FILES:
        raise NotFoundError("そのファイルはありません。")
    made = rooms.print_files(db(), edition, formats=[name], now=clock.now())[0]
    return as_file(made.data, made.filename, mime=made.content_type)


@blueprint.post("/<token>/comments")
def comment(token: str) -> AnyResponse:
    """One comment, on an item or on the whole."""
    link, edition = _open(token)
    listing_id = request.form.get("listing", type=int)
    words = request.form.get("words", "")
    try:
        rooms.comment_review(db(), link, edition, words, listing_id=listing_id, now=clock.now())
    except BadInputError as error:
        return _again(token, str(error), BAD_INPUT)
    place = f"item-{listing_id}" if listing_id else "whole"
    return _done(token, place, "コメントを送りました。拠点の編集室に届いています。")


@blueprint.post("/<token>/looked")
def looked(token: str) -> AnyResponse:
    """「ここまで見ました」."""
    link, edition = _open(token)
    rooms.look_review(db(), link, edition, now=clock.now())
    said = "ここまで見たことを記録しました。次からは、変わったところだけに印がつきます。"
    return _done(token, "look", said)


@blueprint.post("/<token>/approve")
def approve(token: str) -> AnyResponse:
    """「この内容を承認する」: dated, for exactly what was read."""
    link, edition = _open(token)
    try:
        rooms.approve_review(
            db(),
            link,
            edition,
            name=request.form.get("name", ""),
            content_hash=request.form.get("content", ""),
            now=clock.now(),
        )
    except BadInputError as error:
        return _again(token, str(error), BAD_INPUT)
    except ConflictError as error:
        return _again(token, str(error), CONFLICT, moved=True)
    return _done(token, "approve", "承認を記録しました。ありがとうございました。")


@blueprint.after_request
def _private(response: Response) -> Response:
    """Behind a link: never kept, indexed or told to others."""
    return keep_private(response)


def _open(token: str) -> tuple[ReviewLink, Edition]:
    return rooms.open_review(db(), token, now=clock.now())


def _done(token: str, place: str, said: str) -> AnyResponse:
    """Back to where it was done: the sentence stands there, not at the head far above."""
    flash(said, place)
    return redirect(url_for("review.issue", token=token, _anchor=place))


def _again(token: str, error: str, status: int, *, moved: bool = False) -> Response:
    """The page once more with the sentence and what was typed; ``moved``: what changed is to be
    read before it is tried again.
    """
    abandon()
    page = _draw(token, *_open(token), error=error, moved=moved)
    return Response(page, status=status, mimetype="text/html")


def _draw(
    token: str, link: ReviewLink, edition: Edition, *, error: str = "", moved: bool = False
) -> str:
    page = rooms.review_page(db(), link, edition, now=clock.now())
    return render_template(
        "web/review/issue.html",
        token=token,
        link=link,
        edition=edition,
        page=page,
        error=error,
        moved=moved,
        typed=request.form.to_dict() if error else {},
        zone=page.hub.zone,
    )
