"""What a reviewer reads of an issue, as data to compare and as one hash."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from notifier.editions.current import current_views
from notifier.editions.models import Edition
from notifier.editions.snapshot import Snapshot

Content = dict[str, Any]  # {"greeting": …, "items": {listing id as text: {"view": …, "print": …}},
# and "voices" where there are some}


def review_content(session: Session, edition: Edition, *, now: datetime) -> Content:
    """The issue as it stands, in order. A listing's version is left out: words count, not saves."""
    prints = {item.listing_id: [item.print_title, item.print_body] for item in edition.items}
    items = {}
    for view in current_views(session, edition, now=now):
        data = view.to_json()
        data["listing_version"] = 0
        items[str(view.listing_id)] = {"view": data, "print": prints[view.listing_id]}
    content: Content = {"greeting": edition.greeting, "items": items}
    return content | ({"voices": edition.voices} if edition.voices else {})


def hash_of(content: Content) -> str:
    """SHA-256 over the content with the order of its items."""
    ordered = {**content, "items": list(content["items"].items())}
    canonical = json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def seen_view(entry: dict[str, Any]) -> Snapshot:
    """The item as it was looked at."""
    return Snapshot.from_json(entry["view"])
