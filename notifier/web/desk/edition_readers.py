"""Who has an edition, one by one: numbers instead of names, and never an address."""

from flask import render_template, request, url_for

from notifier import delivery
from notifier import editions as rooms
from notifier.delivery import DeliveryState
from notifier.web.desk import blueprint
from notifier.web.desk.edition_page import WAY_NAMES
from notifier.web.guard import require, signed_in
from notifier.web.session import db

STATE_WORDS: dict[DeliveryState, str] = {
    DeliveryState.QUEUED: "これから",
    DeliveryState.SENDING: "送っています",
    DeliveryState.SENT: "送りました",
    DeliveryState.FAILED: "送れませんでした",
    DeliveryState.BOUNCED: "戻ってきました",
    DeliveryState.SUPPRESSED: "送りませんでした（停止・休止など）",
    DeliveryState.UNKNOWN: "わかりません",
}


@blueprint.get("/editions/<int:edition_id>/readers")
@require("see_readers")
def edition_readers(edition_id: int) -> str:
    """One page of the list."""
    me = signed_in()
    edition = rooms.find_edition(db(), me.hub.id, edition_id)
    page = max(request.args.get("page", 1, type=int), 1)
    readers, total = delivery.readers_reached(db(), edition, page=page)
    return render_template(
        "web/desk/edition_readers.html",
        edition=edition,
        readers=readers,
        total=total,
        is_condensed=bool(delivery.condensed(db(), me.hub.id, [edition.id])),
        page=page,
        pages=max(1, -(-total // delivery.PER_PAGE)),
        url_of=lambda number: url_for("desk.edition_readers", edition_id=edition_id, page=number),
        way_names=WAY_NAMES,
        state_words=STATE_WORDS,
        zone=me.hub.zone,
    )
