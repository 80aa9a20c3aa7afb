"""Cancel one date or all in two taps: the first says what it touches, the second is the reason."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from notifier import editions, listings
from notifier.flows import cancel as cancelling
from notifier.kit import clock
from notifier.listings import Listing, find_listing
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.public.shown import DateLine, date_lines
from notifier.web.session import db

REASONS = (
    "荒天のため",
    "講師の都合のため",
    "会場が使えなくなったため",
    "感染症の広がりのため",
    "主催する団体の都合のため",
)
BAD_INPUT = 422


@blueprint.get("/listings/<int:listing_id>/cancel")
@require("judge")
def cancel_listing(listing_id: int) -> BaseResponse:
    """What would be struck, where it would be read, and the reasons to choose from."""
    found = find_listing(db(), signed_in().hub.id, listing_id)
    return _page(found, request.args.get("date", type=int))


@blueprint.post("/listings/<int:listing_id>/cancel")
@require("judge")
def cancel_listing_now(listing_id: int) -> BaseResponse:
    """Strike it, then say what that reached."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    occurrence_id = request.form.get("date", type=int)
    reason = request.form.get("reason", "") or request.form.get("own_reason", "")
    try:
        done = cancelling.cancel(
            db(), found, occurrence_id=occurrence_id, reason=reason, by=me.actor, now=clock.now()
        )
    except listings.NoReasonError as error:
        return _page(found, occurrence_id, problem=str(error), status=BAD_INPUT)
    flash(f"中止にしました。公開ページとカレンダーは、いま書きかわりました。{done.not_reached}")
    old = editions.sheets_with(db(), me.hub.id, listing_id, now=clock.now())
    if old:
        flash(f"掲示の紙（{'、'.join(old)}）は古くなりました。「掲示の紙」で刷り直してください。")
    return redirect(url_for("desk.listing", listing_id=listing_id))


@blueprint.post("/listings/<int:listing_id>/reinstate")
@require("judge")
def reinstate_listing(listing_id: int) -> BaseResponse:
    """Take a cancellation back."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    listings.reinstate(
        db(),
        found,
        occurrence_id=request.form.get("date", type=int),
        by=me.actor,
        now=clock.now(),
    )
    flash("中止を取り消しました。公開ページとカレンダーは、予定どおりの表示に戻りました。")
    return redirect(url_for("desk.listing", listing_id=listing_id))


def _page(
    found: Listing, occurrence_id: int | None, *, problem: str = "", status: int = 200
) -> Response:
    page = render_template(
        "web/desk/listing_cancel.html",
        listing_id=found.id,
        title=found.title,
        occurrence_id=occurrence_id,
        dates=_struck(found, occurrence_id),
        at_once=cancelling.AT_ONCE,
        by_recheck=cancelling.BY_RECHECK,
        not_reached=cancelling.NOT_REACHED,
        sheets=editions.sheets_with(db(), found.hub_id, found.id, now=clock.now()),
        reasons=REASONS,
        problem=problem,
    )
    return make_response(page, status)


def _struck(found: Listing, occurrence_id: int | None) -> list[DateLine]:
    """The dates the second tap would strike."""
    return [
        line
        for line in date_lines(found, signed_in().hub, clock.now())
        if not line.is_past
        and not line.is_cancelled
        and occurrence_id in (None, line.occurrence_id)
    ]
