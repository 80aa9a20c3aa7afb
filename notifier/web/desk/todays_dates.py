"""「きょうの催し」: what takes place today, each one tap away from being called off."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from sqlalchemy.orm import Session

from notifier.kit import clock
from notifier.listings import ListingStatus, public_listings
from notifier.web.desk import blueprint
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn, require, signed_in
from notifier.web.nav import link_if
from notifier.web.public.shown import DateLine, date_lines
from notifier.web.session import db


@dataclass(frozen=True, slots=True)
class TodaysDate:
    """One date of today."""

    listing_id: int
    title: str
    place: str
    line: DateLine


@blueprint.get("/today")
@require("judge")
def todays_dates() -> str:
    """Today's dates in order, cancelled ones too."""
    me, now = signed_in(), clock.now()
    return render_template(
        "web/desk/todays_dates.html",
        dates=_dates(me, db(), now),
        today=clock.local(now, me.hub.zone).date(),
    )


@today_card
def todays_events(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """What takes place today, and the way to call it off."""
    if not me.may("judge"):
        return None
    held = [one for one in _dates(me, session, now) if not one.line.is_cancelled]
    if not held:
        return None
    sentences = tuple(f"{one.line.when}「{one.title}」" for one in held)
    return TodayCard(
        "きょうの催し", "plain", sentences, "中止にするとき", link_if("desk.todays_dates")
    )


def _dates(me: SignedIn, session: Session, now: datetime) -> list[TodaysDate]:
    today = clock.local(now, me.hub.zone).date()
    found = public_listings(session, me.hub.id, since=today, until=today, zone=me.hub.zone)
    dates = [
        TodaysDate(listing.id, listing.title, listing.place_name, line)
        for listing in found
        if listing.status in {ListingStatus.PUBLISHED, ListingStatus.CANCELLED}
        for line in date_lines(listing, me.hub, now)
        if line.iso[:10] == today.isoformat() and not line.is_past
    ]
    return sorted(dates, key=lambda one: (one.line.iso, one.listing_id))
