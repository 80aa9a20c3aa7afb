"""Write down a feed that is to be asked for news."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory import get_group
from notifier.hubs import Hub
from notifier.intake.models import Feed
from notifier.intake.read_document import KIND_NAMES
from notifier.kit import text, tokens
from notifier.kit.errors import BadInputError, ConflictError

MOST_FEEDS = 50
URL_LIMIT = 1000
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class BadFeedInputError(BadInputError):
    """The address, the kind or the key cannot be taken."""


class FeedListedError(ConflictError):
    """The hub asks that address already, or has a feed of that key."""


def add_feed(  # noqa: PLR0913 - a feed has an address, a kind, a key and a group
    session: Session,
    hub: Hub,
    *,
    url: str,
    kind: str,
    key: str = "",
    group_id: int | None = None,
    by: audit.Actor,
    now: datetime,
) -> Feed:
    """The new feed, due at once. Whether the address may be visited is decided each time it is fetched;
    the edge has asked once before, with no transaction open.

    Raises ``BadFeedInputError``, ``FeedListedError``, or ``NotFoundError`` for a group of another
    hub.
    """
    address = checked_url(url)
    if kind not in KIND_NAMES:
        raise BadFeedInputError("種類を選んでください。", field="kind")
    chosen = text.half(key) or f"f-{tokens.new_code(6)}".lower()
    if not _KEY.fullmatch(chosen):
        raise BadFeedInputError(
            "キーは小文字の英数字と - で、40文字までにしてください。", field="key"
        )
    if group_id is not None:
        get_group(session, hub.id, group_id)
    _check_free(session, hub, address, chosen)
    feed = Feed(
        hub_id=hub.id,
        key=chosen,
        kind=kind,
        url=address,
        group_id=group_id,
        next_poll_at=now,
        created_at=now,
    )
    session.add(feed)
    session.flush()
    audit.write(
        session,
        f"{by.label}が配信元「{chosen}」（{KIND_NAMES[kind]}）を登録しました。",
        verb="add_feed",
        subject=("feed", feed.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return feed


def checked_url(url: str) -> str:
    """The address as it will be fetched; ``webcal:`` is https."""
    address = text.one_line(url)
    if address.lower().startswith("webcal://"):
        address = "https://" + address[len("webcal://") :]
    try:
        parts = urlsplit(address)
        plain = parts.scheme.lower() in ("http", "https") and parts.hostname and not parts.username
    except ValueError:
        plain = None
    if not plain or " " in address or len(address) > URL_LIMIT:
        raise BadFeedInputError(
            "http:// または https:// で始まるアドレスを入れてください。", field="url"
        )
    return address


def _check_free(session: Session, hub: Hub, address: str, key: str) -> None:
    of_hub = select(func.count()).select_from(Feed).where(Feed.hub_id == hub.id)
    if session.scalar(of_hub.where(Feed.url == address)):
        raise FeedListedError("このアドレスは、もう登録されています。")
    if session.scalar(of_hub.where(Feed.key == key)):
        raise FeedListedError(f"キー「{key}」は、もう使われています。")
    if (session.scalar(of_hub) or 0) >= MOST_FEEDS:
        raise FeedListedError(f"配信元は{MOST_FEEDS}件までです。使わないものを減らしてください。")
