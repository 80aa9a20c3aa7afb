"""Grouping and rendering an edition for 10,000 readers against the bare matching query.

``python -m bench.compose [READERS]`` fills a database of its own, measures both in turn (three
rounds, the best of each) and prints times, ratio and memory growth. Goal: ≤ 10 × and ≤ 100 MiB.
"""

import os
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from notifier import hubs, intake, listings
from notifier.audit import Actor
from notifier.config import settings
from notifier.editions import (
    ContentGroup,
    ContentGroupItem,
    ContentGroupProfile,
    Edition,
    Fragment,
    approve,
    build_content_groups,
    compose,
)
from notifier.kit import db
from notifier.subscribers import Address, AddressState, Subscriber, Wishes, find_or_add_profile

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SATURDAY = date(2026, 11, 21)
LISTINGS = 40
MOST_RATIO = 10
MOST_GROWTH_MIB = 100
PROFILES = 1_500
DISTRICTS = tuple(f"d{number}" for number in range(1, 7))
THEMES = ("play", "health", "lecture", "parenting")
STAFF = Actor("staff", "発行責任者A", "1")
ROUNDS = 3

BARE = """
SELECT p.id, i.listing_id, count(*)
FROM subscribers s
JOIN addresses a ON a.subscriber_id = s.id AND a.state = 'active'
JOIN preference_profiles p ON p.id = s.profile_id
CROSS JOIN (
  SELECT l.*, e.listing_id, (SELECT min(o.starts_at) FROM occurrences o WHERE o.listing_id = l.id) AS first
  FROM edition_items e JOIN listings l ON l.id = e.listing_id WHERE e.edition_id = :edition
) i
WHERE s.hub_id = :hub AND s.state = 'active'
AND (json_array_length(p.districts) = 0 OR json_array_length(i.district_keys) = 0 OR EXISTS (
  SELECT 1 FROM json_each(p.districts) x JOIN json_each(i.district_keys) y ON x.value = y.value))
AND (json_array_length(p.themes) = 0 OR json_array_length(i.themes) = 0 OR EXISTS (
  SELECT 1 FROM json_each(p.themes) x JOIN json_each(i.themes) y ON x.value = y.value))
AND (json_array_length(p.birth_months) = 0 OR i.min_months IS NULL OR EXISTS (
  SELECT 1 FROM json_each(p.birth_months) b WHERE
    (strftime('%Y', i.first) - substr(b.value, 1, 4)) * 12 + strftime('%m', i.first)
    - substr(b.value, 6, 2) BETWEEN i.min_months AND i.max_months))
GROUP BY p.id, i.listing_id
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of both, groups made, and growth in MiB."""

    bare: float
    ours: float
    groups: int
    growth: float

    @property
    def ratio(self) -> float:
        """How many times the bare query."""
        return self.ours / self.bare


def measure(readers: int, folder: Path) -> Measured:
    """Fill a database in ``folder`` and measure; SQLite, as on the embedded default."""
    engine = db.open_engine(f"sqlite:///{folder}/bench.sqlite3")
    db.Base.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        edition = _fill(session, readers)
        session.commit()
    bare, ours = [], []
    for _ in range(ROUNDS):
        with Session(engine) as session:
            bare.append(_seconds(partial(_bare, session, edition)))
        with Session(engine) as session:
            ours.append(_seconds(partial(_ours, session, edition.id)))
            groups = session.query(ContentGroup).count()
            session.commit()
    with Session(engine) as session:
        growth = _growth(lambda: _ours(session, edition.id))
    engine.dispose()
    return Measured(min(bare), min(ours), groups, growth)


def _bare(session: Session, edition: Edition) -> None:
    session.execute(text(BARE), {"edition": edition.id, "hub": edition.hub_id}).all()


def _ours(session: Session, edition_id: int) -> None:
    session.execute(delete(ContentGroupProfile))
    session.execute(delete(ContentGroupItem))
    session.execute(delete(ContentGroup))
    session.execute(delete(Fragment))
    build_content_groups(session, session.get_one(Edition, edition_id), now=NOW)


def _fill(session: Session, readers: int) -> Edition:
    dice = random.Random(1)
    hub = hubs.create_hub(
        session, "計測の拠点", ward_code="141038", slug="bench", by=STAFF, now=NOW
    )
    hub.mail_from, hub.postal_address = "news@example.jp", "神奈川県横浜市（練習用の住所）"
    for number in range(LISTINGS):
        _listing(session, hub, number, dice)
    profiles = [find_or_add_profile(session, hub.id, _wishes(dice)).id for _ in range(PROFILES)]
    people = [
        {"hub_id": hub.id, "profile_id": dice.choice(profiles), "created_at": NOW}
        for _ in range(readers)
    ]
    session.execute(insert(Subscriber), people)
    ids = session.scalars(text("SELECT id FROM subscribers ORDER BY id")).all()
    session.execute(
        insert(Address),
        [
            {
                "hub_id": hub.id,
                "subscriber_id": reader,
                "channel": "line",
                "address": f"U{reader:032x}",
                "state": AddressState.ACTIVE,
                "created_at": NOW,
            }
            for reader in ids
        ],
    )
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=STAFF, now=NOW)
    return approve(session, made, version=made.version, by=STAFF, now=NOW)


def _wishes(dice: random.Random) -> Wishes:
    months = [f"{year}-{month:02d}" for year in range(2021, 2027) for month in range(1, 11)]
    return Wishes(
        districts=tuple(dice.sample(DISTRICTS, dice.randint(0, 2))),
        birth_months=tuple(dice.sample(months, dice.randint(0, 2))),
        themes=tuple(dice.sample(THEMES, 1)) if dice.random() < 0.2 else (),
    )


def _listing(session: Session, hub: hubs.Hub, number: int, dice: random.Random) -> None:
    starts = datetime(2026, 11, 22, 1, 0, tzinfo=UTC) + timedelta(days=number % 12)
    low = dice.choice((None, 0, 12, 24))
    draft = intake.ListingDraft(
        title=f"親子であそぼう その{number}",
        occurrences=(intake.OccurrenceDraft(starts, starts + timedelta(hours=1)),),
        place_name="地区センター",
        district_keys=(dice.choice(DISTRICTS),) if dice.random() < 0.6 else (),
        min_months=low,
        max_months=None if low is None else low + 23,
        themes=(dice.choice(THEMES),) if dice.random() < 0.5 else (),
        fee_yen=0,
    )
    row = intake.Submission(
        hub_id=hub.id,
        source="web_form",
        external_id=str(number),
        content_hash=str(number),
        title=draft.title,
        original={},
        draft_json=draft.to_json(),
        received_at=NOW,
        received_by="計測",
    )
    session.add(row)
    session.flush()
    listings.publish(session, draft, submission=row, by=STAFF, now=NOW)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _growth(work: Callable[[], None]) -> float:
    """The most memory held at once during ``work``, in MiB; apart from the clock, it slows down."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024 / 1024


def main() -> bool:
    """Print the measurement; True when a bound was missed. NOTIFIER_BENCH_READERS sets the size."""
    readers = int(os.environ.get("NOTIFIER_BENCH_READERS", "10000"))
    settings()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(readers, Path(folder))
    print(f"readers {readers:,}  listings {LISTINGS}  content groups {found.groups:,}")
    print(f"bare matching query {found.bare:.3f} s  grouping + rendering {found.ours:.3f} s")
    print(
        f"ratio {found.ratio:.2f} (goal {MOST_RATIO})  growth {found.growth:.0f} MiB (goal {MOST_GROWTH_MIB})"
    )
    return found.ratio > MOST_RATIO or found.growth > MOST_GROWTH_MIB


if __name__ == "__main__":
    main()
