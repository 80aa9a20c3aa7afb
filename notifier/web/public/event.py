"""``/<hub>/events/<id>``: one listing, in the order the ward's own paper uses."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template

from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.text import shorten
from notifier.listings import Listing, ListingKind, ListingStatus, find_public
from notifier.taxonomy import ages
from notifier.web.public import blueprint
from notifier.web.public.fresh import revalidated
from notifier.web.public.linked import Part, map_url, parts, safe_url
from notifier.web.public.shown import DateLine, date_lines, theme_names
from notifier.web.session import db, hub_of

DESCRIPTION = 150


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page; ``parts`` may hold links."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """Everything the event page shows."""

    listing_id: int
    title: str
    is_event: bool
    is_cancelled: bool
    is_over: bool
    reason: str
    coming: tuple[DateLine, ...]
    past: tuple[DateLine, ...]
    when_text: str
    place: str
    address: str
    map_url: str
    facts: tuple[Fact, ...]
    themes: tuple[str, ...]
    checked: str
    description: str


@blueprint.get("/<hub_slug>/events/<int:listing_id>")
def event(hub_slug: str, listing_id: int) -> Response:
    """The page of one listing; a withdrawn one and the neighbour's are not found."""
    hub = hub_of(hub_slug)
    listing = find_public(db(), hub.id, listing_id)
    view = event_view(listing, hub, clock.now())
    answer = revalidated(render_template("web/public/event.html", hub=hub, event=view))
    if "web" not in listing.outlets:
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"  # for those who were told
    return answer


def event_view(listing: Listing, hub: Hub, now: datetime) -> EventView:
    """The facts of a listing as the page needs them."""
    dates = date_lines(listing, hub, now)
    coming = tuple(line for line in dates if not line.is_past)
    return EventView(
        listing_id=listing.id,
        title=listing.title,
        is_event=listing.kind is ListingKind.EVENT,
        is_cancelled=listing.status is ListingStatus.CANCELLED,
        is_over=listing.status is ListingStatus.ENDED or (bool(dates) and not coming),
        reason=listing.status_reason,
        coming=coming,
        past=tuple(line for line in dates if line.is_past),
        when_text=listing.when_text,
        place=listing.place_name,
        address=listing.place_address,
        map_url=map_url(" ".join(p for p in (listing.place_address, listing.place_name) if p)),
        facts=_facts(listing, hub),
        themes=tuple(theme_names(listing)),
        checked=clock.say_date(listing.updated_at.astimezone(hub.zone).date()),
        description=_description(listing, coming),
    )


def _facts(listing: Listing, hub: Hub) -> tuple[Fact, ...]:
    lines = (
        ("費用", listing.fee_text or _fee(listing.fee_yen)),
        ("内容", listing.body),
        ("対象", listing.audience_text or ages.say_months(listing.min_months, listing.max_months)),
        ("定員", listing.capacity_text),
        ("申込み", listing.apply_text),
        ("申込締切", _deadline(listing, hub)),
        ("持ち物", listing.bring_text),
        ("荒天のとき", listing.weather_text),
        ("問合せ", listing.contact_public),
        ("主催", listing.organiser),
        ("ホームページ", safe_url(listing.url)),
    )
    return tuple(Fact(label, tuple(parts(text))) for label, text in lines if text)


def _fee(yen: int | None) -> str:
    if yen is None:
        return ""
    return f"{yen:,}円" if yen else "無料"


def _deadline(listing: Listing, hub: Hub) -> str:
    by = listing.apply_by_at
    return f"【{clock.say_moment(by, hub.zone)} 申込締切】" if by else ""


def _description(listing: Listing, coming: tuple[DateLine, ...]) -> str:
    held = [line.when for line in coming if not line.is_cancelled]
    when = held[0] if held else ""
    words = (when, listing.place_name, listing.audience_text, listing.body)
    return shorten("／".join(word.replace("\n", " ") for word in words if word), DESCRIPTION)
