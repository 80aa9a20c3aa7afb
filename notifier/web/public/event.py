"""``/<hub>/events/<id>``: one listing, in the order the ward's own paper uses."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response

from notifier.hubs import Hub
from notifier.kit import clock, say
from notifier.kit.text import shorten
from notifier.listings import Listing, ListingKind, ListingStatus, Wording, find_public, wording
from notifier.web.public import blueprint
from notifier.web.public.add_to_calendar import Adding, addings
from notifier.web.public.facts import Said, say_audience, say_deadline, say_fee
from notifier.web.public.fresh import revalidated
from notifier.web.public.linked import Part, map_url, parts, safe_url
from notifier.web.public.shown import DateLine, date_lines
from notifier.web.public.tongue import Tongue, asked_tongue, show
from notifier.web.public.words import words
from notifier.web.reader.theme_words import theme_names
from notifier.web.session import db, hub_of

DESCRIPTION = 150
JAPANESE = Tongue("ja", words("ja"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page; ``parts`` may hold links, ``lang`` is the language of its words."""

    label: str
    parts: tuple[Part, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class EventView:
    """Everything the event page shows."""

    listing_id: int
    title: str
    title_lang: str
    is_event: bool
    is_cancelled: bool
    is_over: bool
    is_ready: bool
    is_whole: bool
    reason: str
    coming: tuple[DateLine, ...]
    addings: dict[int, Adding]
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
    tongue = asked_tongue()
    view = event_view(listing, hub, clock.now(), tongue)
    answer = revalidated(show("event", hub, tongue, event=view))
    if "web" not in listing.outlets:
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"  # for those who were told
    return answer


def event_view(listing: Listing, hub: Hub, now: datetime, tongue: Tongue = JAPANESE) -> EventView:
    """The facts of a listing as the page needs them."""
    said = wording(listing, tongue.key)
    dates = date_lines(listing, hub, now, tongue.key)
    coming = tuple(line for line in dates if not line.is_past)
    facts = _facts(listing, hub, said, tongue)
    return EventView(
        listing_id=listing.id,
        title=said.text("title"),
        title_lang=said.language_of("title"),
        is_event=listing.kind is ListingKind.EVENT,
        is_cancelled=listing.status is ListingStatus.CANCELLED,
        is_over=listing.status is ListingStatus.ENDED or (bool(dates) and not coming),
        is_ready=said.is_ready,
        is_whole=all(fact.lang == tongue.key for fact in facts),
        reason=listing.status_reason,
        coming=coming,
        addings=addings(listing, hub, said, {line.occurrence_id for line in coming}),
        past=tuple(line for line in dates if line.is_past),
        when_text=listing.when_text,
        place=listing.place_name,
        address=listing.place_address,
        map_url=map_url(" ".join(p for p in (listing.place_address, listing.place_name) if p)),
        facts=facts,
        themes=_themes(listing, tongue),
        checked=say.say_day(listing.updated_at.astimezone(hub.zone).date(), tongue.key),
        description=_description(listing, said, coming),
    )


def _facts(listing: Listing, hub: Hub, said: Wording, tongue: Tongue) -> tuple[Fact, ...]:
    """The lines below date and place. Names, numbers and addresses have no language of their own."""
    key, t = tongue.key, tongue.t
    lines = (
        ("fee", say_fee(listing, said, t)),
        ("body", _own(said, "body")),
        ("audience", say_audience(listing, said)),
        ("capacity", _own(said, "capacity_text")),
        ("apply", _own(said, "apply_text")),
        ("deadline", Said(say_deadline(listing, hub, key, t), key)),
        ("bring", _own(said, "bring_text")),
        ("weather", _own(said, "weather_text")),
        ("contact", Said(listing.contact_public, key)),
        ("organiser", Said(listing.organiser, key)),
        ("url", Said(safe_url(listing.url), key)),
    )
    return tuple(
        Fact(t[f"fact_{name}"], tuple(parts(fact.text)), fact.language)
        for name, fact in lines
        if fact.text
    )


def _own(said: Wording, name: str) -> Said:
    return Said(said.text(name), said.language_of(name))


def _themes(listing: Listing, tongue: Tongue) -> tuple[str, ...]:
    names = theme_names(tongue.key)
    return tuple(names.get(key, key) for key in listing.themes)


def _description(listing: Listing, said: Wording, coming: tuple[DateLine, ...]) -> str:
    held = [line.when for line in coming if not line.is_cancelled]
    when = held[0] if held else ""
    told = (when, listing.place_name, said.text("audience_text"), said.text("body"))
    return shorten("／".join(word.replace("\n", " ") for word in told if word), DESCRIPTION)
