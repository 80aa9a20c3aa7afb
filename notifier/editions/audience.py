"""Who an edition is for: distinct wishes with the number of readers behind them, set-based."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, select
from sqlalchemy.orm import Session

from notifier.editions.hearing import Hearing
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

    ``mark`` says what they were told before (see ``hearing``). ``line_or_mail`` of the ``line`` readers could also get mail, and the other way round.
    """

    profile_id: int
    wishes: Wishes
    line: int
    email: int
    line_or_mail: int = 0
    mail_or_line: int = 0
    mark: str = ""

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


def reader_profiles(
    session: Session, hub_id: int, *, now: datetime, hearing: Hearing | None = None
) -> Iterator[ReaderProfile]:
    """The profiles of readers who can be reached now, streamed; one more for each mark."""
    query = _counted(hub_id, now, hearing)
    rows = session.execute(query.execution_options(yield_per=STREAM_ROWS))
    for profile_id, mark, districts, birth_months, themes, language, *counts in rows:
        wishes = Wishes(
            districts=tuple(districts),
            birth_months=tuple(birth_months),
            themes=tuple(themes),
            language=language,
        )
        line, email, line_or_mail, mail_or_line = (int(count) for count in counts)
        yield ReaderProfile(profile_id, wishes, line, email, line_or_mail, mail_or_line, mark)


def _counted(hub_id: int, now: datetime, hearing: Hearing | None) -> Select[Any]:
    """Readers per profile and channel; each counts once, in the channel they would get it by.

    The channel of choice when it is alive, else LINE, else mail: the rule delivery plans by.
    """
    has_line = func.max(case((Address.channel == "line", 1), else_=0))
    has_mail = func.max(case((Address.channel == "email", 1), else_=0))
    prefers_mail = and_(Subscriber.preferred_channel == "email", has_mail == 1)
    readers = (
        select(
            Subscriber.id.label("subscriber_id"),
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
            *(() if hearing is None or hearing.has_it is None else (~hearing.has_it,)),
        )
        .group_by(Subscriber.id, Subscriber.profile_id, Subscriber.preferred_channel)
        .subquery()
    )
    mark: Any = literal_column("''")
    source: Any = readers
    if hearing is not None:
        heard = hearing.rows.subquery()
        mark = func.coalesce(heard.c.mark, literal_column("''"))
        source = readers.outerjoin(heard, heard.c.subscriber_id == readers.c.subscriber_id)
    counts = (
        select(
            readers.c.profile_id,
            mark.label("mark"),
            func.sum(readers.c.by_line).label("line"),
            func.sum(1 - readers.c.by_line).label("email"),
            func.sum(readers.c.by_line * readers.c.has_both).label("line_or_mail"),
            func.sum((1 - readers.c.by_line) * readers.c.has_both).label("mail_or_line"),
        )
        .select_from(source)
        .group_by(readers.c.profile_id, *((mark,) if hearing is not None else ()))
        .subquery()
    )
    return (
        select(
            PreferenceProfile.id,
            counts.c.mark,
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
        .order_by(PreferenceProfile.id, counts.c.mark)
    )
