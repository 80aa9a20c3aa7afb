"""「区の確認」: links to read an issue without an account, what came back, and our answers."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from notifier import editions as rooms
from notifier.config import settings
from notifier.editions import Edition
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.web.desk import blueprint
from notifier.web.desk.newsletter import find
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db

USUAL_DAYS = 14


@blueprint.get("/newsletter/<int:edition_id>/review")
@require("edit")
def newsletter_review(edition_id: int) -> str:
    """Links, comments and approvals of one issue."""
    return _draw(find(edition_id))


@blueprint.post("/newsletter/<int:edition_id>/review")
@require("edit")
def offer_newsletter_review(edition_id: int) -> AnyResponse:
    """「確認に出す」: a new link, shown this once."""
    me, edition = signed_in(), find(edition_id)
    try:
        _, token = rooms.offer_review(
            db(),
            edition,
            label=request.form.get("label", ""),
            days=request.form.get("days", 0, type=int),
            by=me.actor,
            now=clock.now(),
        )
    except BadInputError as error:
        abandon()
        return Response(_draw(find(edition_id), error=str(error)), 422, mimetype="text/html")
    return Response(_draw(edition, token=token), mimetype="text/html")


@blueprint.post("/newsletter/<int:edition_id>/review/<int:review_id>/revoke")
@require("edit")
def revoke_newsletter_review(edition_id: int, review_id: int) -> AnyResponse:
    """「リンクを止める」."""
    me, edition = signed_in(), find(edition_id)
    link = rooms.find_review(db(), edition, review_id)
    rooms.revoke_review(db(), edition, link, by=me.actor, now=clock.now())
    flash(f"{link.label}のリンクを止めました。")
    return redirect(url_for("desk.newsletter_review", edition_id=edition_id))


@blueprint.post("/newsletter/<int:edition_id>/review/comments/<int:comment_id>")
@require("edit")
def answer_newsletter_review(edition_id: int, comment_id: int) -> AnyResponse:
    """Answer a comment, or say that it was dealt with."""
    me, edition = signed_in(), find(edition_id)
    words = request.form.get("answer", "")
    rooms.answer_review(db(), edition, comment_id, words, by=me.actor, now=clock.now())
    flash("返事を書きました。確認の方のページに出ています。")
    return redirect(url_for("desk.newsletter_review", edition_id=edition_id))


def _draw(edition: Edition, *, token: str = "", error: str = "") -> str:
    me, now = signed_in(), clock.now()
    return render_template(
        "web/desk/newsletter_review.html",
        edition=edition,
        reviews=rooms.reviews_of(db(), edition, now=now),
        link=f"{settings().base_url}{url_for('review.issue', token=token)}" if token else "",
        error=error,
        typed=request.form if error else {},
        usual_days=USUAL_DAYS,
        now=now,
        zone=me.hub.zone,
    )
