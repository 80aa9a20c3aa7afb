"""「掲載中の項目」: everything the hub stands for, to find one and change it."""

from dataclasses import dataclass

from flask import render_template, request, url_for

from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import one_line
from notifier.listings import STATUS_NAMES, Listing, ListingKind, ListingStatus, coming, search
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.public.shown import say_when
from notifier.web.session import db

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One listing in the list."""

    url: str
    title: str
    status: str
    is_published: bool
    organiser: str
    place: str
    next_date: str
    more: int


@blueprint.get("/listings")
@require("judge")
def listings() -> str:
    """The list: words, status, twenty a page; the newest change first."""
    hub = signed_in().hub
    text = one_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    status = _status(request.args.get("status", ListingStatus.PUBLISHED))
    page = max(1, request.args.get("page", 1, type=int))
    found = search(db(), hub.id, text=text, status=status, page=page)
    chosen = status.value if status else ""

    def url_of(number: int) -> str:
        return url_for("desk.listings", q=text, status=chosen, page=number)

    return render_template(
        "web/desk/listings.html",
        lines=[_line(listing, hub) for listing in found.listings],
        found=found,
        text=text,
        chosen=chosen,
        statuses=[(state.value, name) for state, name in STATUS_NAMES.items()],
        url_of=url_of,
    )


def _status(text: str) -> ListingStatus | None:
    return ListingStatus(text) if text in set(ListingStatus) else None


def _line(listing: Listing, hub: Hub) -> Line:
    dates = coming(listing, now=clock.now(), zone=hub.zone)
    if listing.kind is ListingKind.INFORMATION:
        until = listing.expires_on
        when = f"お知らせ（{clock.say_date(until)}まで）" if until else "お知らせ"
    else:
        when = say_when(dates[0], hub) if dates else "これからの日程なし"
    return Line(
        url=url_for("desk.listing", listing_id=listing.id),
        title=listing.title,
        status=STATUS_NAMES[listing.status],
        is_published=listing.status is ListingStatus.PUBLISHED,
        organiser=listing.organiser,
        place=listing.place_name,
        next_date=when,
        more=max(0, len(dates) - 1),
    )
