"""A practice year: every figure of the catalogue counts something, and equals its list."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import notifier.cli.practice.fill as practice
from notifier import hubs, indicators
from notifier.delivery import Delivery
from notifier.indicators import CATALOG, Counted, fiscal_period, kept, month_period
from notifier.kit.db import reading
from notifier.subscribers import Address
from tests.walks.world import world

NOW = datetime(2026, 4, 3, 3, 0, tzinfo=UTC)
YEAR = fiscal_period(2025)
A_NUMBER = re.compile(r"[\d,]+")


@pytest.fixture
def filled(
    engine: Engine, schema_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """Both practice hubs with fiscal year 2025 behind them."""
    del engine
    with world(tmp_path, schema_url, monkeypatch, now=NOW):
        made = practice.fill(readers=8, now=NOW, years=1)
        assert made.editions >= 22  # two hubs, twelve months; the small one may have an empty month
        with reading() as session:
            yield session


def test_every_figure_of_the_year_equals_its_list(filled: Session) -> None:
    hub, other = (hubs.find_hub(filled, slug) for slug in ("nishi", "kohoku"))
    for key in CATALOG:
        counted = indicators.measure(filled, hub, key=key, period=YEAR, now=NOW)
        equals_its_list(counted)
        theirs = indicators.measure(filled, other, key=key, period=YEAR, now=NOW)
        equals_its_list(theirs)
        if counted.list_of in ("listing", "submission", "edition", "friend"):
            assert not ids(counted) & ids(theirs), key
    silent = [key for key in CATALOG if not any(ids_of(filled, hub, key))]
    assert silent == ["corrections_by_groups"]
    _the_sheet(filled, hub)
    _kept_as_counted(filled, hub)
    _nobody_was_sent_to_before_saying_yes(filled)


def equals_its_list(counted: Counted) -> None:
    """The number, as people read it, is the length of the list or what its lines add up to."""
    for part in counted.told:
        if part.veil:
            assert not part.rows
        elif part.value is None:
            assert part.said == f"{len(part.rows):,}"
            assert len({row.id for row in part.rows}) == len(part.rows)
        elif counted.key in ("messages_sent", "copies_by_district", "copies_left_over"):
            assert part.measured == sum(number(row.detail) for row in part.rows)
        elif part.unit == "％":
            assert 0 < part.measured <= 100
        elif counted.key.startswith("days_to"):
            assert part.rows
        else:
            assert part.is_taps


def number(words: str) -> int:
    found = A_NUMBER.match(words)
    assert found, words
    return int(found[0].replace(",", ""))


def ids(counted: Counted) -> set[int]:
    return {row.id for part in counted.parts for row in part.rows}


def ids_of(session: Session, hub: hubs.Hub, key: str) -> list[bool]:
    counted = indicators.measure(session, hub, key=key, period=YEAR, now=NOW)
    return [
        bool(part.rows) or bool(part.veil) or key == "quiet_districts" for part in counted.parts
    ]


def _the_sheet(session: Session, hub: hubs.Hub) -> None:
    """The sheet's tables hold the published figures to the digit, beside our own of the year."""
    found = indicators.sheet(session, hub, fiscal_year=2025, now=NOW)
    lines = {line.key: line for line in found.table_2}
    assert lines["line_friends"].values[:4] == (161, 497, 877, 1_164)
    assert lines["site_page_views"].values[:4] == (73_543, 113_503, 132_280, 143_499)
    assert [line.mean for line in found.table_3 if line.mean][:2] == [11_099, 15_178]
    media = {one.name: one for one in found.table_1}
    assert media["LINE公式アカウント"].times.value == 12
    assert media["通信（通常版）"].times.value == 12
    for body in (indicators.word_sheet(found), indicators.sheet_workbook(found)):
        assert body.startswith(b"PK")
    page = indicators.render(found)
    for counted in found.counted:
        for part in counted.told:
            assert part.said in page


def _kept_as_counted(session: Session, hub: hubs.Hub) -> None:
    """Each month and the year were kept when they ended."""
    for period in (month_period(2025, 7), YEAR):
        row = kept(session, hub.id, key="messages_sent", part="line", period=period)
        assert row is not None
        counted = indicators.measure(session, hub, key="messages_sent", period=period, now=NOW)
        assert row.value == counted.part("line").measured
        assert row.ids == [line.id for line in counted.part("line").rows]


def _nobody_was_sent_to_before_saying_yes(session: Session) -> None:
    """The readers joined one after another; each edition reached only those who had."""
    sent = session.execute(
        select(Delivery.sent_at, Address.confirmed_at)
        .join(Address, Address.id == Delivery.address_id)
        .where(Delivery.sent_at.is_not(None))
    ).all()
    assert sent
    assert [row for row in sent if row.confirmed_at > row.sent_at] == []
    assert max(row.confirmed_at for row in sent) > min(row.sent_at for row in sent)
