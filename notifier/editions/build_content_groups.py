"""The audience at dispatch: readers' wishes × frozen items, one rendering per content group."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, exists, func, insert, select
from sqlalchemy.orm import Session

from notifier.editions.audience import ReaderProfile, reader_profiles
from notifier.editions.begin_dispatch import MACHINE
from notifier.editions.fragments import FragmentStore
from notifier.editions.freeze import frozen_views, link_codes
from notifier.editions.hearing import Hearing
from notifier.editions.kinds import kind_of
from notifier.editions.models import (
    ContentGroup,
    ContentGroupItem,
    ContentGroupProfile,
    Edition,
)
from notifier.editions.press import Press, Printed
from notifier.editions.selection import select_told
from notifier.editions.snapshot import Snapshot
from notifier.editions.strike import strike_cancelled
from notifier.editions.words import words_of
from notifier.hubs import get_hub
from notifier.subscribers import Sieve

NOTHING: frozenset[int] = frozenset()
ROWS_AT_ONCE = 200
Group = tuple[tuple[int, ...], str]
# Through the tables: the mapper's way of adding rows takes as long as the database does.
_GROUPS: Any = ContentGroup.__table__
_PROFILES: Any = ContentGroupProfile.__table__


@dataclass(slots=True)
class _Members:
    """Who gets one content: profile ids, each with its mark, and the ways they can be reached by."""

    profiles: list[tuple[int, str]] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)

    def add(self, profile: ReaderProfile) -> None:
        """One more profile."""
        self.profiles.append((profile.profile_id, profile.mark))
        if profile.line or profile.mail_or_line:
            self.ways.add("line")
        if profile.email or profile.line_or_mail:
            self.ways.add("email")


def build_content_groups(
    session: Session, edition: Edition, *, now: datetime, hearing: Hearing | None = None
) -> None:
    """Write the content groups of a dispatching edition and which profiles belong to them.

    What was cancelled since approval is struck first. A profile for which nothing matches gets
    no group. ``hearing`` parts readers who know some of the items already. A second call changes
    nothing. Some hundred renderings stand in memory at a time, however many there are.
    """
    if not _is_built(session, edition):
        _build(session, edition, hearing, now=now)


def _build(session: Session, edition: Edition, hearing: Hearing | None, *, now: datetime) -> None:
    frozen = {view.listing_id: view for view in frozen_views(edition)}
    views = strike_cancelled(session, edition, by=MACHINE, now=now)
    members = _members(session, edition, views, hearing, now)
    press = Press(
        edition,
        get_hub(session, edition.hub_id),
        views,
        codes=link_codes(session, edition),
        frozen=frozen,
    )
    standing = _content(edition, views, press.masthead)
    signatures = {
        group: _signature(group, readers.ways, standing) for group, readers in members.items()
    }
    ids, store = _ids(session, edition), FragmentStore(session, edition)
    missing = [group for group in members if signatures[group] not in ids]
    for some in _chunks(missing):
        printed = {group: press.print_issue(*group, ways=members[group].ways) for group in some}
        store.keep({piece for one in printed.values() for piece in one.mail_pieces})
        rows = [
            _row(edition, group, signatures[group], now) | _parts(printed[group], store)
            for group in some
        ]
        session.execute(insert(_GROUPS), rows)
    _keep_items(session, edition)
    ids = _ids(session, edition)
    for some in _chunks(list(members)):
        session.execute(
            insert(_PROFILES),
            [
                {
                    "edition_id": edition.id,
                    "content_group_id": ids[signatures[group]],
                    "profile_id": profile_id,
                    "mark": mark,
                }
                for group in some
                for profile_id, mark in members[group].profiles
            ],
        )


def _keep_items(session: Session, edition: Edition) -> None:
    """The lists of the groups without rows yet, a row an item; by the database itself, for they
    are ten times as many as the groups.
    """
    is_served = session.get_bind().dialect.name == "postgresql"
    each = func.json_array_elements_text if is_served else func.json_each
    items = each(ContentGroup.listing_ids).table_valued("value", joins_implicitly=True)
    has_rows = exists().where(ContentGroupItem.content_group_id == ContentGroup.id)
    source = select(ContentGroup.edition_id, ContentGroup.id, cast(items.c.value, Integer)).where(
        ContentGroup.edition_id == edition.id, ~has_rows
    )
    columns = ["edition_id", "content_group_id", "listing_id"]
    session.execute(insert(ContentGroupItem).from_select(columns, source))


def _members(
    session: Session,
    edition: Edition,
    views: list[Snapshot],
    hearing: Hearing | None,
    now: datetime,
) -> dict[Group, _Members]:
    """The readers' profiles by what they get."""
    facts = [view.facts for view in views]
    kind, sieve = kind_of(edition.kind), Sieve(facts)
    members: dict[Group, _Members] = {}
    for profile in reader_profiles(session, edition.hub_id, now=now, hearing=hearing):
        known = hearing.known(profile.mark) if hearing is not None else NOTHING
        if kind.is_notice:
            chosen = select_told(facts, known).chosen
        else:
            wanted = sieve.wanted(profile.wishes)
            chosen = tuple(one for one in wanted if one not in known)[: kind.max_cards]
        if chosen:
            language = words_of(profile.wishes.language).language
            members.setdefault((chosen, language), _Members()).add(profile)
    return members


def _content(edition: Edition, views: list[Snapshot], masthead: list[str]) -> str:
    """What the groups are made of: the approved content, the dates that still stand, and who
    writes: an issue approved again after the hub got a sender is another rendering."""
    dates = [[view.listing_id, [str(day) for day in view.on_dates]] for view in views]
    return json.dumps([edition.content_hash, dates, masthead], separators=(",", ":"))


def _signature(group: Group, ways: set[str], content: str) -> str:
    """Approved again, a content whose readers can be reached by another way is printed anew."""
    ids, language = group
    return hashlib.sha256(f"{content}|{ids}|{language}|{sorted(ways)}".encode()).hexdigest()


def _row(edition: Edition, group: Group, signature: str, now: datetime) -> dict[str, object]:
    ids, language = group
    return {
        "hub_id": edition.hub_id,
        "edition_id": edition.id,
        "signature": signature,
        "language": language,
        "listing_ids": list(ids),
        "created_at": now,
    }


def _parts(printed: Printed, store: FragmentStore) -> dict[str, object]:
    return {
        "line_messages": printed.line_messages,
        "mail_subject": printed.mail_subject,
        "text_fragments": store.ids(printed.mail_text),
        "html_fragments": store.ids(printed.mail_html),
    }


def _ids(session: Session, edition: Edition) -> dict[str, int]:
    rows = session.execute(
        select(ContentGroup.signature, ContentGroup.id).where(ContentGroup.edition_id == edition.id)
    )
    return {signature: group_id for signature, group_id in rows}  # noqa: C416 - rows are not pairs


def _is_built(session: Session, edition: Edition) -> bool:
    return bool(
        session.scalar(select(exists().where(ContentGroupProfile.edition_id == edition.id)))
    )


def _chunks(groups: list[Group]) -> Iterable[list[Group]]:
    for start in range(0, len(groups), ROWS_AT_ONCE):
        yield groups[start : start + ROWS_AT_ONCE]
