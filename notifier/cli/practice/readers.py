"""Believable readers: districts, birth months and channels in the proportions hubs report."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import hubs, subscribers
from notifier.audit import Actor
from notifier.subscribers import FileRow

MAIL_SHARE = 0.25
LANGUAGES = ("ja",) * 8 + ("easy", "en")


def plan_readers(
    session: Session, hub: hubs.Hub, amount: int, chance: random.Random, *, now: datetime
) -> list[FileRow]:
    """Readers of every district and age; some want everything, some are still pregnant."""
    keys = [district.key for district in hubs.districts(session, hub.id)]
    return [_reader(number, hub, keys, chance, now) for number in range(1, amount + 1)]


class Joining:
    """Readers who say yes one after another: nobody is a reader before the day they said so."""

    def __init__(self, planned: list[FileRow], *, by: Actor) -> None:
        self._planned, self._by = planned, by
        self.line_ids = [row.address for row in planned if row.channel == "line"]

    def join(self, session: Session, hub: hubs.Hub, now: datetime) -> None:
        """Store those who have said yes by ``now`` and are not stored yet."""
        ready = [row for row in self._planned if datetime.fromisoformat(row.consented_at) <= now]
        self._planned = [row for row in self._planned if row not in ready]
        subscribers.import_readers(
            session, hub, ready, consent_note="練習データ", by=self._by, now=now
        )


def _reader(
    number: int, hub: hubs.Hub, keys: list[str], chance: random.Random, now: datetime
) -> FileRow:
    by_mail = chance.random() < MAIL_SHARE
    line_id = f"U{chance.getrandbits(128):032x}"
    months = [_birth_month(chance, now) for _ in range(chance.choice((0, 1, 1, 1, 2)))]
    return FileRow(
        row=number + 1,
        channel="email" if by_mail else "line",
        address=f"reader{number:05d}@{hub.slug}.example.jp" if by_mail else line_id,
        districts=tuple(chance.sample(keys, k=min(len(keys), chance.choice((0, 1, 1, 2))))),
        birth_months=tuple(sorted(months)),
        themes=(),
        language=chance.choice(LANGUAGES),
        consented_at=(now - timedelta(days=chance.randrange(2, 700))).isoformat(),
        source="practice",
        person="",
    )


def _birth_month(chance: random.Random, now: datetime) -> str:
    """A birth month between three years ago and four months ahead (pregnant)."""
    months = now.year * 12 + now.month - 1 - chance.randrange(-4, 40)
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
