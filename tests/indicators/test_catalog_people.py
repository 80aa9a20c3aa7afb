"""Figures about readers: who counts when, what is veiled, and nothing that points at a person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.indicators import Counted
from notifier.indicators.veil import veiled
from notifier.subscribers import FileRow, follow, import_readers, unfollow
from tests.indicators.conftest import Count

OCTOBER = datetime(2026, 10, 10, tzinfo=UTC)


@pytest.fixture
def readers(session: Session, hub: Hub, editor: Actor, now: datetime) -> None:
    """24 by the hub's web page and 21 from the counter's QR, all by mail; three friends, one gone."""
    rows = [
        FileRow(
            row=number,
            channel="email",
            address=f"r{number}@example.jp",
            districts=(),
            birth_months=(),
            themes=(),
            language="ja",
            consented_at=(OCTOBER + timedelta(days=number % 3)).isoformat(),
            source="web" if number <= 24 else "counter",
            person="",
        )
        for number in range(1, 46)
    ]
    import_readers(session, hub, rows, by=editor, now=now)
    for number in range(3):
        follow(session, hub, user_id=f"U{number}", at=OCTOBER, now=now)
    unfollow(session, hub, user_id="U0", at=OCTOBER + timedelta(days=25), now=now)


def said(counted: Counted) -> dict[str, str]:
    return {part.key: part.said for part in counted.parts}


@pytest.mark.usefixtures("readers")
def test_readers_by_channel_at_the_periods_end(count: Count, other_hub: Hub) -> None:
    assert said(count("readers_by_channel", "2026-10")) == {"line": "3", "email": "45"}
    assert said(count("readers_by_channel", "2026-11")) == {"line": "2", "email": "45"}
    assert count("readers_by_channel", "2026-09").parts == ()
    assert count("readers_by_channel", "2026-11", of=other_hub).parts == ()
    assert "@" not in repr(count("readers_by_channel", "2026-11"))


@pytest.mark.usefixtures("readers")
def test_new_readers_by_entry_veil_the_few_and_what_would_give_them_away(count: Count) -> None:
    counted = count("readers_by_entry", "2026-10")
    assert said(counted) == {"web": "24", "counter": "示しません", "line": "20未満"}
    assert counted.overall is None
    assert [len(counted.part(key).rows) for key in ("web", "counter", "line")] == [24, 0, 0]
    assert all(counted.part(key).is_hidden for key in ("counter", "line"))
    assert count("readers_by_entry", "2026-11").parts == ()


@pytest.mark.usefixtures("readers")
def test_departures_stand_in_their_month(count: Count) -> None:
    counted = count("departures_by_month", "FY2026")
    assert said(counted) == {"2026-10": "0", "2026-11": "1"}
    assert counted.overall is not None
    assert counted.overall.said == "1"
    assert count("departures_by_month", "2026-09").parts == ()


def test_a_veil_falls_only_where_somebody_is_few() -> None:
    many = list(range(30))
    assert [part.said for part in veiled([("a", "甲", many), ("b", "乙", many)], word="人")] == [
        "30",
        "30",
    ]
    few = veiled([("a", "甲", many), ("b", "乙", [1]), ("c", "丙", [])], word="人")
    assert [part.said for part in few] == ["30", "20未満", "20未満"]
    assert [part.said for part in veiled([("a", "甲", [1])], word="人")] == ["20未満"]
