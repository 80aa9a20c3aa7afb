"""What staff may change on a draft: drop, restore, pin, move, and the greeting."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note, take_draft
from notifier.editions.models import Edition, EditionItem
from notifier.kit import text
from notifier.kit.errors import BadInputError, NotFoundError

GREETING_LIMIT = 500


class ItemNotFoundError(NotFoundError):
    """The listing does not stand in this edition."""


def drop_item(
    session: Session, edition: Edition, listing_id: int, *, version: int, by: Actor, now: datetime
) -> None:
    """Leave an item out of this edition; the listing itself stays published."""
    item = item_of(edition, listing_id, session=session, version=version)
    item.is_dropped = True
    item.is_pinned = False
    _done(session, edition, f"「{edition.title}」から1件を外しました。", "drop", (by, now))


def restore_item(
    session: Session, edition: Edition, listing_id: int, *, version: int, by: Actor, now: datetime
) -> None:
    """Take a dropped item in again."""
    item = item_of(edition, listing_id, session=session, version=version)
    item.is_dropped = False
    _done(session, edition, f"「{edition.title}」に1件を戻しました。", "restore", (by, now))


def pin_item(
    session: Session, edition: Edition, listing_id: int, *, version: int, by: Actor, now: datetime
) -> None:
    """Put an item before all others, or let it go again (the same tap twice)."""
    item = item_of(edition, listing_id, session=session, version=version)
    item.is_pinned = not item.is_pinned
    words = "先頭に固定しました" if item.is_pinned else "先頭から外しました"
    _done(session, edition, f"「{edition.title}」で1件を{words}。", "pin", (by, now))


def move_item(  # noqa: PLR0913 - a direction on top of what every change takes
    session: Session,
    edition: Edition,
    listing_id: int,
    *,
    up: bool,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Swap an item with the one above or below it; at the end nothing happens."""
    item = item_of(edition, listing_id, session=session, version=version)
    row = [
        other
        for other in sorted(edition.items, key=lambda one: one.position)
        if other.is_pinned == item.is_pinned and not other.is_dropped
    ]
    where = next((index for index, other in enumerate(row) if other is item), None)
    if where is None:
        raise ItemNotFoundError("外した項目は動かせません。先に戻してください。")
    to = where - 1 if up else where + 1
    if not 0 <= to < len(row):
        return
    item.position, row[to].position = row[to].position, item.position
    _done(session, edition, f"「{edition.title}」の順番を変えました。", "move", (by, now))


def place_item(  # noqa: PLR0913 - a place on top of what every change takes
    session: Session,
    edition: Edition,
    listing_id: int,
    *,
    place: int,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Put an item at the ``place``-th position (from 1) among those pinned, or not pinned, like it."""
    item = item_of(edition, listing_id, session=session, version=version)
    row = [
        other
        for other in sorted(edition.items, key=lambda one: one.position)
        if other.is_pinned == item.is_pinned and not other.is_dropped
    ]
    if item not in row:
        raise ItemNotFoundError("外した項目は動かせません。先に戻してください。")
    positions = [other.position for other in row]
    row.remove(item)
    row.insert(min(max(place, 1), len(positions)) - 1, item)
    if positions == [other.position for other in row]:
        return
    for other, position in zip(row, positions, strict=True):
        other.position = position
    _done(session, edition, f"「{edition.title}」の順番を変えました。", "move", (by, now))


def set_greeting(
    session: Session, edition: Edition, greeting: str, *, version: int, by: Actor, now: datetime
) -> None:
    """The words above the items; empty means the usual greeting."""
    words = text.clean(greeting)
    if text.utf16_len(words) > GREETING_LIMIT:
        raise BadInputError(
            f"あいさつ文は{GREETING_LIMIT}文字までです（いま{text.utf16_len(words)}文字）。",
            field="greeting",
        )
    take_draft(session, edition, version=version)
    edition.greeting = words
    _done(session, edition, f"「{edition.title}」のあいさつ文を変えました。", "greet", (by, now))


def item_of(edition: Edition, listing_id: int, *, session: Session, version: int) -> EditionItem:
    """The item of a draft taken for a change."""
    take_draft(session, edition, version=version)
    for item in edition.items:
        if item.listing_id == listing_id:
            return item
    raise ItemNotFoundError("この便に、その項目はありません。ページを開き直してください。")


def _done(
    session: Session, edition: Edition, sentence: str, verb: str, who: tuple[Actor, datetime]
) -> None:
    edition.version += 1
    note(session, edition, sentence, verb=verb, by=who[0], now=who[1])
    session.flush()
