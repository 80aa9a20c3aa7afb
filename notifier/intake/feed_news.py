"""What is new in a feed, compared with the items seen before. Pure: no row is changed here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notifier.intake.feed_document import FeedDocument, FeedEntry

Event = Literal["new", "changed", "moved", "same", "vanished", "cancelled"]
MOST_VANISHED = 10


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item seen before, as plain data; ``is_recent``: it stood in the document before this one."""

    item_id: int
    external_id: str
    likeness: str
    content_hash: str
    last_on: date | None = None
    is_vanished: bool = False
    is_recent: bool = True


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened; ``entry`` is None for what is no longer there."""

    event: Event
    entry: FeedEntry | None = None
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All news of a document. ``alarm`` says that too much vanished at once to be believed."""

    news: tuple[News, ...]
    alarm: str = ""


def compare(
    document: FeedDocument, known: Iterable[KnownItem], *, today: date, may_vanish: bool
) -> Comparison:
    """What happened since the items of ``known`` were seen.

    An item without an id of its own whose day has moved is the one known before, when that one
    stood in the document until now; one that was gone for a while is announced anew. Only calendars lose items (``may_vanish``): a feed just scrolls.
    """
    by_id = {item.external_id: item for item in known}
    present = {entry.external_id for entry in document.entries}
    gone = {key: item for key, item in by_id.items() if key not in present}
    twins = {item.likeness: item for item in gone.values() if item.likeness and item.is_recent}
    news: list[News] = []
    seen: set[str] = set()
    for entry in document.entries:
        if entry.external_id in seen:
            continue
        seen.add(entry.external_id)
        found = _judge(entry, by_id, twins)
        news += [found] if found else []
    lost = [item for item in gone.values() if may_vanish and _is_missed(item, today)]
    alive = [item for item in by_id.values() if _is_missed(item, today)]
    if len(lost) > MOST_VANISHED and len(lost) == len(alive):
        return Comparison(
            tuple(news),
            f"これまであった予定{len(lost)}件が、いちどにすべてなくなりました。"
            "配信元の間違いかもしれないため、何も変えていません。配信元に確かめてください。",
        )
    news += [News("vanished", item_id=item.item_id) for item in lost]
    return Comparison(tuple(news))


def _judge(
    entry: FeedEntry, by_id: Mapping[str, KnownItem], twins: dict[str, KnownItem]
) -> News | None:
    item = by_id.get(entry.external_id)
    if item is None and entry.is_derived:
        item = twins.pop(entry.likeness, None)
    if item is None:
        return News("new", entry) if entry.draft is not None else None
    if entry.is_cancelled:
        return News("same" if item.is_vanished else "cancelled", entry, item.item_id)
    if entry.draft is None:  # over, unreadable for now, or behind the most we take
        return News("same", entry, item.item_id)
    if item.content_hash != entry.content_hash or item.is_vanished:
        return News("changed", entry, item.item_id)
    if item.external_id != entry.external_id:
        return News("moved", entry, item.item_id)
    return News("same", entry, item.item_id)


def _is_missed(item: KnownItem, today: date) -> bool:
    """Somebody may still go there: not over, and not asked about before."""
    return not item.is_vanished and item.last_on is not None and item.last_on >= today
