"""One listing at the desk: what it says, its dates, the ways to change it, its history."""

from flask import render_template

from notifier import audit, editorial
from notifier.editions import announced, say_plan
from notifier.kit import clock
from notifier.listings import STATUS_NAMES, ListingStatus, find_listing
from notifier.web.desk import blueprint
from notifier.web.desk.reached import reached
from notifier.web.guard import require, signed_in
from notifier.web.public.event import event_view
from notifier.web.public.shown import event_url
from notifier.web.public.words import words
from notifier.web.session import db


@blueprint.get("/listings/<int:listing_id>")
@require("judge")
def listing(listing_id: int) -> str:
    """The page of one listing of this hub."""
    me, now = signed_in(), clock.now()
    found = find_listing(db(), me.hub.id, listing_id)
    return render_template(
        "web/desk/listing.html",
        event=event_view(found, me.hub, now),
        plan=say_plan(plan) if (plan := announced(found, me.hub, now=now)) else "",
        status=STATUS_NAMES[found.status],
        is_published=found.status is ListingStatus.PUBLISHED,
        is_cancelled=found.status is ListingStatus.CANCELLED,
        public_url="" if found.status is ListingStatus.WITHDRAWN else event_url(me.hub, found),
        published=clock.say_moment(found.published_at, me.hub.zone),
        published_by=found.published_by,
        version=found.version,
        history=audit.history(db(), me.hub.id, subject=("listing", found.id)),
        surfaces=reached(db(), me.hub, found),
        sources=editorial.sources_of(db(), me.hub.id, found.id),
        zone=me.hub.zone,
        words=words("ja"),
    )
