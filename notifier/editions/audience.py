"""Who an edition is for: distinct wishes with the number of readers behind them, set-based."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from notifier.subscribers import (
    Address,
    AddressState,
    PreferenceProfile,
    Subscriber,
    Wishes,
    awake,
)

STREAM_ROWS = 500


@dataclass(frozen=True, slots=True)
class ReaderProfile:
    """One distinct set of wishes and how many readers hold it, by the channel each would get.

    ``line_or_mail`` of the ``line`` readers could also get mail, and the other way round.
    """

    profile_id: int
    wishes: Wishes
    line: int
    email: int
    line_or_mail: int = 0
    mail_or_line: int = 0

    @property
    def readers(self) -> int:
        """All of them."""
        return self.line + self.email

    def by_way(self, ways: Collection[str]) -> tuple[int, int]:
        """(LINE, mail) readers of an issue that goes these ways: the other channel stands in."""
        if "line" in ways and "email" in ways:
            return self.line, self.email
        if "line" in ways:
            return self.line + self.mail_or_line, 0
        if "email" in ways:
            return 0, self.email + self.line_or_mail
        return 0, 0


def reader_profiles(session: Session, hub_id: int, *, now: datetime) -> Iterator[ReaderProfile]:
    """The profiles of readers who can be reached now, streamed."""
    rows = session.execute(_counted(hub_id, now).execution_options(yield_per=STREAM_ROWS))
    for profile_id, districts, birth_months, themes, language, *counts in rows:
        wishes = Wishes(
            districts=tuple(districts),
            birth_months=tuple(birth_months),
            themes=tuple(themes),
            language=language,
        )
        yield ReaderProfile(profile_id, wishes, *(int(count) for count in counts))


def _counted(hub_id: int, now: datetime) -> Select[Any]:
    """Readers per profile and channel; each counts once, in the channel they would get it by.

    The channel of choice when it is alive, else LINE, else mail: the rule delivery plans by.
    """
    has_line = func.max(case((Address.channel == "line", 1), else_=0))
    has_mail = func.max(case((Address.channel == "email", 1), else_=0))
    prefers_mail = and_(Subscriber.preferred_channel == "email", has_mail == 1)
    readers = (
        select(
            Subscriber.profile_id.label("profile_id"),
            case((prefers_mail, 0), else_=has_line).label("by_line"),
            (has_line * has_mail).label("has_both"),
        )
        .join(Address, Address.subscriber_id == Subscriber.id)
        .where(
            Subscriber.hub_id == hub_id,
            Address.hub_id == hub_id,
            Address.state == AddressState.ACTIVE,
            awake(now),
        )
        .group_by(Subscriber.id, Subscriber.profile_id, Subscriber.preferred_channel)
        .subquery()
    )
    counts = (
        select(
            readers.c.profile_id,
            func.sum(readers.c.by_line).label("line"),
            func.sum(1 - readers.c.by_line).label("email"),
            func.sum(readers.c.by_line * readers.c.has_both).label("line_or_mail"),
            func.sum((1 - readers.c.by_line) * readers.c.has_both).label("mail_or_line"),
        )
        .group_by(readers.c.profile_id)
        .subquery()
    )
    return (
        select(
            PreferenceProfile.id,
            PreferenceProfile.districts,
            PreferenceProfile.birth_months,
            PreferenceProfile.themes,
            PreferenceProfile.language,
            counts.c.line,
            counts.c.email,
            counts.c.line_or_mail,
            counts.c.mail_or_line,
        )
        .join(counts, counts.c.profile_id == PreferenceProfile.id)
        .where(PreferenceProfile.hub_id == hub_id)
        .order_by(PreferenceProfile.id)
    )
