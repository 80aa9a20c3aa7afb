"""Composing: the same draft twice, what may be told, and what staff chose stays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor, history
from notifier.editions import (
    DayOverError,
    Edition,
    UnknownKindError,
    compose,
    drop_item,
    finish,
    move_item,
    pin_item,
    set_greeting,
)
from notifier.editions.models import EditionState
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError
from notifier.listings import Listing, cancel, withdraw
from tests.editions.conftest import SATURDAY, SLOT, Listings, on

Draft = Callable[[], Edition]


def order(edition: Edition) -> list[int]:
    return [item.listing_id for item in sorted(edition.items, key=lambda one: one.position)]


def test_composing_twice_gives_the_same_draft(
    session: Session, published: Listings, draft: Draft
) -> None:
    later = published(title="あと", occurrences=on(5))
    sooner = published(title="さき", occurrences=on(1))
    first = draft()
    assert first.title == "11月21日号 今週のおでかけ"
    assert order(first) == [sooner.id, later.id]
    version = first.version
    again = draft()
    assert again is first
    assert again.version == version
    told = history(session, first.hub_id, subject=("edition", first.id))
    assert [entry.sentence for entry in told] == [
        "「11月21日号 今週のおでかけ」の下書きを作りました（2件）。"
    ]


def test_new_listings_come_in_by_date_and_gone_ones_leave(
    session: Session, published: Listings, draft: Draft, editor: Actor, now: datetime
) -> None:
    first, last = published(occurrences=on(1)), published(occurrences=on(9))
    gone, undone = published(occurrences=on(2)), published(occurrences=on(3))
    draft()
    cancel(session, gone, reason="講師の都合", by=editor, now=now)
    withdraw(session, undone, reason="取り消し", by=editor, now=now)
    between = published(occurrences=on(4))
    assert order(draft()) == [first.id, between.id, last.id]


def test_what_staff_chose_stays(
    session: Session, published: Listings, draft: Draft, editor: Actor, now: datetime
) -> None:
    a, b, c = (published(title=name, occurrences=on(1, 9 + i)) for i, name in enumerate("ABC"))
    made = draft()
    drop_item(session, made, a.id, version=made.version, by=editor, now=now)
    pin_item(session, made, c.id, version=made.version, by=editor, now=now)
    set_greeting(session, made, "こんにちは", version=made.version, by=editor, now=now)
    move_item(session, made, b.id, up=True, version=made.version, by=editor, now=now)
    new = published(title="D", occurrences=on(1, 15))
    again = draft()
    rows = {item.listing_id: item for item in again.items}
    assert rows[a.id].is_dropped
    assert rows[c.id].is_pinned
    assert again.greeting == "こんにちは"
    assert new.id in rows


@pytest.mark.parametrize(
    "changes",
    [
        {"occurrences": on(-1)},
        {"occurrences": on(0, 9)},
        {"occurrences": on(15)},
        {"outlets": ("web",)},
        {"kind": "information", "occurrences": (), "expires_on": date(2026, 11, 20)},
    ],
    ids=["past", "before it is sent", "beyond the horizon", "web only", "expired"],
)
def test_what_may_not_be_told(
    published: Listings, draft: Draft, changes: dict[str, object]
) -> None:
    published(**changes)
    assert draft().items == []


def test_information_is_told_once(
    session: Session, hub: Hub, published: Listings, approved: Draft, machine: Actor, now: datetime
) -> None:
    old = published(kind="information", occurrences=(), title="育休の本が入りました")
    first = approved()
    assert order(first) == [old.id]
    first.state = EditionState.DISPATCHING
    finish(session, first, now=now)
    later = now + timedelta(days=3)
    new = published(kind="information", occurrences=(), title="開館時間の変更", at=later)
    following = compose(
        session, hub, kind="weekly", on=SATURDAY + timedelta(days=7), by=machine, now=later
    )
    assert order(following) == [new.id]


def test_another_hub_does_not_appear(other_hub: Hub, published: Listings, draft: Draft) -> None:
    published(of=other_hub, occurrences=on(1))
    mine = published(occurrences=on(1))
    assert order(draft()) == [mine.id]


def test_an_approved_edition_is_left_alone(
    published: Listings, draft: Draft, approved: Draft
) -> None:
    listing: Listing = published(occurrences=on(1))
    frozen = approved()
    published(occurrences=on(2))
    assert order(draft()) == [listing.id]
    assert draft() is frozen


def test_a_kind_nobody_wrote_is_refused(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    with pytest.raises(UnknownKindError, match="作れる便: weekly"):
        compose(session, hub, kind="poster", on=SATURDAY, by=machine, now=now)


def test_a_deadline_within_the_fortnight_brings_a_later_event(
    published: Listings, draft: Draft
) -> None:
    """One must apply next week for what takes place in a month: the last call is now."""
    called = published(occurrences=on(30), apply_by_at=SLOT + timedelta(days=6))
    published(occurrences=on(30), apply_by_at=SLOT + timedelta(days=20))
    published(occurrences=on(30), apply_by_at=SLOT - timedelta(days=2))
    assert [item.listing_id for item in draft().items] == [called.id]


def test_a_day_nobody_can_be_sent_any_more_gets_no_new_edition(
    session: Session, hub: Hub, draft: Draft, machine: Actor, now: datetime
) -> None:
    made = draft()
    later = now + timedelta(days=7)
    assert compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=later) is made
    with pytest.raises(DayOverError, match="2020年1月1日"):
        compose(session, hub, kind="weekly", on=date(2020, 1, 1), by=machine, now=now)
    passed = now.date() - timedelta(days=5)  # may still go late, when a person says so
    assert compose(session, hub, kind="weekly", on=passed, by=machine, now=now).on == passed
    archive = compose(session, hub, kind="newsletter", on=date(2016, 4, 1), by=machine, now=now)
    assert archive.on == date(2016, 4, 1)
    running = compose(session, hub, kind="newsletter", on=date(2026, 11, 1), by=machine, now=now)
    assert running.on == date(2026, 11, 1)
    with pytest.raises(BadInputError, match="1年より先"):
        compose(session, hub, kind="weekly", on=date(2062, 11, 21), by=machine, now=now)
