"""How many readers an edition would reach right now, before anything is sent."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.audience import ReaderProfile, reader_profiles
from notifier.editions.choose import choose
from notifier.editions.current import current_views
from notifier.editions.hearing import Hearing
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.editions.selection import Selection
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import words_of

BATCH_SIZE = 500  # LINE's most recipients per call


@dataclass(slots=True)
class Reach:
    """Readers per channel, content groups, and per item who gets it, had no room for it or
    knows it from earlier editions.

    ``without`` are readers for whom nothing matches: they get no message. ``line_calls`` is the
    number of multicast calls it takes. ``line_or_mail`` of the LINE readers could be written to
    by mail instead.
    """

    line: int = 0
    email: int = 0
    line_or_mail: int = 0
    without: int = 0
    content_groups: int = 0
    line_calls: int = 0
    told: Counter[int] = field(default_factory=Counter)
    left_over: Counter[int] = field(default_factory=Counter)
    known: Counter[int] = field(default_factory=Counter)


def reach(
    session: Session,
    edition: Edition,
    *,
    now: datetime,
    seen: Callable[[ReaderProfile, Selection], None] | None = None,
    hearing: Hearing | None = None,
) -> Reach:
    """Match the edition as it stands against every reachable reader; nothing is stored. A kind
    that is not sent reaches nobody.

    ``seen`` is told of every profile and what it gets. ``hearing`` is what delivery knows of
    earlier editions; without it nobody was told of anything yet.
    """
    if not kind_of(edition.kind).is_sent:
        return Reach()
    views = current_views(session, edition, now=now)
    facts = [view.facts for view in views]
    kind = kind_of(edition.kind)
    found = Reach()
    groups: Counter[tuple[tuple[int, ...], str]] = Counter()
    for profile in reader_profiles(session, edition.hub_id, now=now, hearing=hearing):
        chosen = choose(kind, facts, profile, hearing)
        line = _count(found, profile, chosen, views)
        if chosen.chosen:
            groups[chosen.chosen, words_of(profile.wishes.language).language] += line
        if seen is not None:
            seen(profile, chosen)
    found.content_groups = len(groups)
    found.line_calls = sum(-(-readers // BATCH_SIZE) for readers in groups.values())
    return found


def _count(found: Reach, profile: ReaderProfile, chosen: Selection, views: list[Snapshot]) -> int:
    """Add one profile's readers; returns those LINE would carry."""
    ways = {way for view in views if view.listing_id in chosen.chosen for way in view.outlets}
    line, email = profile.by_way(ways)
    found.line += line
    found.email += email
    if line and "email" in ways:
        found.line_or_mail += profile.line_or_mail
    found.without += profile.readers - line - email
    for listing_id in chosen.chosen:
        found.told[listing_id] += profile.readers
    for listing_id in chosen.left_over:
        found.left_over[listing_id] += profile.readers
    for listing_id in chosen.known:
        found.known[listing_id] += profile.readers
    return line


def reach_of_told(
    session: Session, hub_id: int, hearing: Hearing, *, ways: Collection[str], now: datetime
) -> tuple[int, int]:
    """(LINE, mail) readers a notice to those of ``hearing`` would reach, going these ways."""
    line = email = 0
    for profile in reader_profiles(session, hub_id, now=now, hearing=hearing):
        if hearing.known(profile.mark):
            by_line, by_mail = profile.by_way(ways)
            line += by_line
            email += by_mail
    return line, email
