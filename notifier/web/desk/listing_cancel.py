"""Cancel one date or all in two taps: the first says what it touches, the second is the reason.

The button that cancels also tells those who were told, with their number and LINE's on it.
"""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from notifier import delivery, editions, listings
from notifier.flows import cancel as cancelling
from notifier.flows.notify import told_of
from notifier.hubs import ChannelPurpose, LineChannel, line_channel
from notifier.kit import clock
from notifier.kit.errors import UnavailableError
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
SAID_AFTER = {
    "now": "知らせた方へのお知らせを、いま送っています。",
    "ask": "知らせた方へのお知らせは、発行責任者の承認を待っています。急ぎのときは、声をかけてください。",
}


@blueprint.get("/listings/<int:listing_id>/cancel")
@require("judge")
def cancel_listing(listing_id: int) -> BaseResponse:
    """What would be struck, where it would be read, and the reasons to choose from."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    occurrence_id = request.args.get("date", type=int)
    told = _told(found, occurrence_id)
    channel = line_channel(db(), me.hub.id, ChannelPurpose.READERS)
    dates = _struck(found, occurrence_id)
    db().commit()  # LINE is asked below, and no transaction may be open while it answers
    return _page(found, occurrence_id, told=told, dates=dates, quota=_quota(channel, told[0]))


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
            db(),
            found,
            occurrence_id=occurrence_id,
            reason=reason,
            tell=_tell(),
            by=me.actor,
            now=clock.now(),
        )
    except listings.NoReasonError as error:
        told, dates = _told(found, occurrence_id), _struck(found, occurrence_id)
        return _page(
            found, occurrence_id, told=told, dates=dates, problem=str(error), status=BAD_INPUT
        )
    said = "中止にしました。公開ページとカレンダーは、いま書きかわりました。"
    old = editions.sheets_with(db(), me.hub.id, listing_id, now=clock.now())
    if old:
        flash(f"掲示の紙（{'、'.join(old)}）は古くなりました。「掲示の紙」で刷り直してください。")
    if done.notice is None:
        flash(said + done.not_reached)
        return redirect(url_for("desk.listing", listing_id=listing_id))
    flash(said + SAID_AFTER[_tell()])
    return redirect(url_for("desk.edition_page", edition_id=done.notice.id))


def _tell() -> cancelling.Tell:
    """Whether the pressed button also tells; who may not approve leaves it to a publisher."""
    if request.form.get("tell") != "1":
        return "no"
    return "now" if signed_in().may("approve_edition") else "ask"


def _told(found: Listing, occurrence_id: int | None) -> tuple[int, int]:
    """(LINE, mail) readers who were told of what would be struck."""
    hub, now = signed_in().hub, clock.now()
    dates = cancelling.struck_dates(hub, found, occurrence_id, now=now)
    return told_of(db(), hub, found, dates, now=now)


def _quota(channel: LineChannel | None, needed: int) -> str:
    """One sentence on LINE's allowance, before anybody presses."""
    if channel is None or not needed:
        return ""
    try:
        left = delivery.ask_quota(channel, now=clock.now()).left
    except UnavailableError:
        return "LINEの残りの通数は、いま確かめられません。送る直前にもう一度確かめます。"
    if left is None:
        return f"LINEを{needed:,}通使います。"
    if left < needed:
        return (
            f"LINEを{needed:,}通使いますが、今月の残りは{left:,}通です。足りないあいだは、"
            "お知らせは送られずに保留になります（中止の表示は、すぐに変わります）。"
        )
    return f"LINEを{needed:,}通使います（今月の残り {left:,}通）。"


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


def _page(  # noqa: PLR0913 - what the page shows
    found: Listing,
    occurrence_id: int | None,
    *,
    told: tuple[int, int],
    dates: list[DateLine],
    quota: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    page = render_template(
        "web/desk/listing_cancel.html",
        listing_id=found.id,
        title=found.title,
        occurrence_id=occurrence_id,
        dates=dates,
        told_line=told[0],
        told_mail=told[1],
        may_send=signed_in().may("approve_edition"),
        quota=quota,
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
