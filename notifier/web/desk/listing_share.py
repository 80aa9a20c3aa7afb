"""A picture and words to copy for Instagram and Facebook; nothing is posted from here."""

from flask import Response, current_app, make_response, render_template

from notifier.kit import clock
from notifier.kit.errors import NotAllowedError
from notifier.listings import (
    NETWORKS,
    Listing,
    ListingStatus,
    alt_text,
    caption,
    find_listing,
    share_card,
)
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db

NOT_FOR_THE_WEB = "この団体は、ホームページへの掲載を希望していません。SNSにも出さないでください。"
TAKEN_DOWN = "この項目は取り下げられています。SNSには出さないでください。"


@blueprint.get("/listings/<int:listing_id>/share")
@require("judge")
def share_listing(listing_id: int) -> str:
    """The picture, its alternative text, and a caption for each network."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    now = clock.now()
    url = f"{current_app.config['SETTINGS'].base_url}/{me.hub.slug}/events/{found.id}"
    captions = [
        (key, name, caption(found, me.hub, network=key, url=url, now=now))
        for key, name in NETWORKS.items()
    ]
    return render_template(
        "web/desk/listing_share.html",
        listing_id=found.id,
        title=found.title,
        refusal=_refusal(found),
        alt=alt_text(found, me.hub, now=now),
        captions=captions,
    )


@blueprint.get("/listings/<int:listing_id>/card.png")
@require("judge")
def listing_card(listing_id: int) -> Response:
    """The square picture as a file."""
    me = signed_in()
    found = find_listing(db(), me.hub.id, listing_id)
    refusal = _refusal(found)
    if refusal:
        raise NotAllowedError(refusal)
    answer = make_response(share_card(found, me.hub, now=clock.now()))
    answer.content_type = "image/png"
    return answer


def _refusal(found: Listing) -> str:
    """Why it must not be shown to everybody; "" when it may."""
    if found.status is ListingStatus.WITHDRAWN:
        return TAKEN_DOWN
    return "" if "web" in found.outlets else NOT_FOR_THE_WEB
