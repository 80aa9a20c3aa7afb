"""The files of a hub: calendar, feed, table and JSON, each also of any filter."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, current_app

from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import (
    EVERYTHING,
    EXPORTS,
    Listing,
    Narrowed,
    find_public,
    information,
    public_listings,
)
from notifier.taxonomy import fiscal
from notifier.web.public import blueprint
from notifier.web.public.fresh import FEED, revalidated
from notifier.web.public.wanted import choices, filter_query, wanted_by
from notifier.web.session import db, hub_of

LOOK_BACK = timedelta(days=31)


@blueprint.get("/<hub_slug>/calendar.ics")
def calendar(hub_slug: str) -> Response:
    """All dates; a month back, so that calendars learn of late cancellations."""
    hub = hub_of(hub_slug)
    today = clock.today(hub.zone)
    return _file(hub, _events(hub, today - LOOK_BACK, "ics"), "ics", _narrowed(hub))


@blueprint.get("/<hub_slug>/feed.xml")
def feed(hub_slug: str) -> Response:
    """Events to come and information that holds, newest change first."""
    hub = hub_of(hub_slug)
    today = clock.today(hub.zone)
    wanted = wanted_by(choices(db(), hub), EXPORTS["rss"].OUTLET)
    notes = information(db(), hub.id, on=today, wanted=wanted)
    return _file(hub, [*_events(hub, today, "rss"), *notes], "rss", _narrowed(hub))


@blueprint.get("/<hub_slug>/events.csv")
def events_csv(hub_slug: str) -> Response:
    """Open data: 推奨データセット."""
    return _open_data(hub_slug, "csv")


@blueprint.get("/<hub_slug>/events.json")
def events_json(hub_slug: str) -> Response:
    """Open data: the item names of GIF."""
    return _open_data(hub_slug, "json")


@blueprint.get("/<hub_slug>/events/<int:listing_id>.ics")
def event_calendar(hub_slug: str, listing_id: int) -> Response:
    """One listing for one's own calendar."""
    hub = hub_of(hub_slug)
    response = _file(hub, [find_public(db(), hub.id, listing_id)], "ics")
    response.headers["Content-Disposition"] = f'attachment; filename="event-{listing_id}.ics"'
    return response


def _open_data(hub_slug: str, key: str) -> Response:
    hub = hub_of(hub_slug)
    response = _file(hub, _events(hub, clock.today(hub.zone), key), key, _narrowed(hub))
    response.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
    return response


def _events(hub: Hub, since: date, key: str) -> list[Listing]:
    """What the visitor's filter keeps and its groups let go this way."""
    return public_listings(
        db(),
        hub.id,
        since=since,
        until=fiscal.end_of_next(since),
        wanted=wanted_by(choices(db(), hub), EXPORTS[key].OUTLET),
        zone=hub.zone,
    )


def _narrowed(hub: Hub) -> Narrowed:
    """In words and as an address, so that somebody's three calendars can be told apart."""
    boxes = choices(db(), hub)
    chosen = [box.chosen_label for box in boxes if box.chosen]
    return Narrowed("・".join(chosen), filter_query(boxes))


def _file(
    hub: Hub, listings: Sequence[Listing], key: str, narrowed: Narrowed = EVERYTHING
) -> Response:
    exporter = EXPORTS[key]
    body = exporter.export(
        listings,
        hub=hub,
        base_url=current_app.config["SETTINGS"].base_url,
        now=clock.now(),
        narrowed=narrowed,
    )
    return revalidated(body, content_type=exporter.CONTENT_TYPE, keep=FEED)
