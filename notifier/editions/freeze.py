"""Freezing: the snapshots, the link codes and the hash over both."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionItem, Link
from notifier.editions.selection import Place, in_order
from notifier.editions.snapshot import Snapshot
from notifier.kit import tokens

EVENT_TARGET = "event"


def standing_items(edition: Edition) -> list[EditionItem]:
    """The items that are neither dropped nor struck, in the order readers see."""
    return [item for item in kept_items(edition) if item.struck_at is None]


def kept_items(edition: Edition) -> list[EditionItem]:
    """The items staff kept, struck ones among them, in the order readers see."""
    items = {item.listing_id: item for item in edition.items if not item.is_dropped}
    places = [
        Place(item.listing_id, item.is_pinned, None, item.position) for item in items.values()
    ]
    return [items[place.listing_id] for place in in_order(places)]


def frozen_views(edition: Edition) -> list[Snapshot]:
    """The frozen views of the standing items, in order."""
    return [
        Snapshot.from_json(item.snapshot)
        for item in standing_items(edition)
        if item.snapshot is not None
    ]


def content_hash(session: Session, edition: Edition) -> str:
    """SHA-256 over everything that was approved: words, items in order, links.

    A struck item stays in: striking is the one change allowed afterwards.
    """
    frozen = [item for item in edition.items if item.snapshot is not None]
    content = {
        "kind": edition.kind,
        "on": edition.on.isoformat(),
        "topic": edition.topic,
        "about": edition.about,
        "title": edition.title,
        "greeting": edition.greeting,
        "voices": edition.voices,
        "items": [
            {
                "snapshot": item.snapshot,
                "is_pinned": item.is_pinned,
                "print": [item.print_title, item.print_body],
            }
            for item in sorted(frozen, key=lambda item: item.position)
        ],
        "links": [
            [row.listing_id, row.channel, row.url, row.code] for row in _links(session, edition)
        ],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def link_codes(session: Session, edition: Edition) -> dict[tuple[int, str], str]:
    """The code of each (listing, channel)."""
    return {(row.listing_id, row.channel): row.code for row in _links(session, edition)}


def write_links(
    session: Session, edition: Edition, views: Sequence[Snapshot], *, now: datetime
) -> None:
    """A code per (listing, channel) that has none yet; a frozen address never changes its code."""
    standing = {(row.listing_id, row.channel): row for row in _links(session, edition)}
    for view in views:
        for channel in kind_of(edition.kind).channels:
            row = standing.get((view.listing_id, channel))
            if row is not None:
                row.url = view.public_url
                continue
            session.add(
                Link(
                    hub_id=edition.hub_id,
                    code=tokens.new_code(),
                    edition_id=edition.id,
                    listing_id=view.listing_id,
                    channel=channel,
                    target=EVENT_TARGET,
                    url=view.public_url,
                    created_at=now,
                )
            )
    session.flush()


def _links(session: Session, edition: Edition) -> Sequence[Link]:
    return session.scalars(
        select(Link)
        .where(Link.hub_id == edition.hub_id, Link.edition_id == edition.id)
        .order_by(Link.listing_id, Link.channel)
    ).all()
