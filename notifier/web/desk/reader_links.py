"""「読者のリンクを新しくする」: for a reader who asked staff; whether the address is known is not told."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import subscribers
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

BAD_FORM = 422


@blueprint.get("/readers/links")
@require("see_readers")
def reader_links() -> str:
    """The form."""
    return render_template("web/desk/reader_links.html", email="", error="")


@blueprint.post("/readers/links")
@require("see_readers")
def renew_reader_links() -> AnyResponse:
    """「リンクを新しくする」."""
    me, typed = signed_in(), request.form.get("email", "")
    try:
        subscribers.renew_links_of(db(), me.hub, typed, by=me.actor, now=clock.now())
    except BadInputError as error:
        abandon()
        page = render_template("web/desk/reader_links.html", email=typed, error=str(error))
        return Response(page, status=BAD_FORM, mimetype="text/html")
    flash(
        "そのアドレスで受け取っている読者がいれば、リンクを新しくし、新しいリンクをメールで送ります。"
        "古いリンクは、もう使えません。"
    )
    return redirect(url_for("desk.reader_links"))
