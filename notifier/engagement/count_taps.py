"""Taps on links: counted per (edition, listing, channel, day), never per person."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Date, Executable, Integer, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.editions import Link, find_link
from notifier.engagement.models import LinkTaps
from notifier.hubs import Hub
from notifier.kit import clock, json_rows
from notifier.kit.errors import NotFoundError
from notifier.kit.ready import Ready

KEY = ("edition_id", "listing_id", "channel", "on")
COLUMNS: json_rows.Kinds = {
    "edition_id": Integer(),
    "listing_id": Integer(),
    "channel": String(),
    "on": Date(),
    "hub_id": Integer(),
    "count": Integer(),
}


class UnknownCodeError(NotFoundError):
    """No link has that code."""

    def __init__(self) -> None:
        super().__init__(
            "このリンクは見つかりません。届いたお知らせのリンクを、もう一度ひらいてみてください。"
        )


@dataclass(frozen=True, slots=True)
class TappedLink:
    """What a tap needs to know of its link. A frozen link never changes, so it may be kept."""

    code: str
    url: str
    hub_id: int
    edition_id: int
    listing_id: int
    channel: str
    zone: ZoneInfo


def target_of(session: Session, code: str) -> str:
    """Where a code leads, without counting. Raises ``UnknownCodeError``."""
    link = find_link(session, code)
    if link is None:
        raise UnknownCodeError
    return link.url


def tapped_links(connection: Connection, codes: Collection[str]) -> dict[str, TappedLink]:
    """The link of each code there is; unknown codes are left out."""
    rows = connection.execute(
        select(
            Link.code,
            Link.url,
            Link.hub_id,
            Link.edition_id,
            Link.listing_id,
            Link.channel,
            Hub.timezone,
        )
        .join(Hub, Hub.id == Link.hub_id)
        .where(Link.code.in_(sorted(codes)))
    )
    return {
        link.code: TappedLink(
            code=link.code,
            url=link.url,
            hub_id=link.hub_id,
            edition_id=link.edition_id,
            listing_id=link.listing_id,
            channel=link.channel,
            zone=ZoneInfo(link.timezone),
        )
        for link in rows
    }


def count_taps(connection: Connection, links: Sequence[TappedLink], *, now: datetime) -> None:
    """Count one tap for each of ``links`` (the same link may stand there many times).

    A counter is raised by the database, so that taps at the same moment all count. All are in one
    statement and in one order, so that two processes never wait for each other in a circle.
    """
    counts = Counter(
        (
            link.edition_id,
            link.listing_id,
            link.channel,
            clock.local(now, link.zone).date().isoformat(),
            link.hub_id,
        )
        for link in links
    )
    if counts:
        rows = json_rows.as_text((*key, count) for key, count in sorted(counts.items()))
        _COUNT.count(connection, {"rows": rows})


def _statement(dialect: str) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(LinkTaps).from_select(list(COLUMNS), json_rows.select_rows(dialect, COLUMNS))
    counted = LinkTaps.count + statement.excluded.count
    return cast(
        "Executable", statement.on_conflict_do_update(index_elements=KEY, set_={"count": counted})
    )


_COUNT = Ready(_statement)
