"""Rows of readers become counts after thirteen months; every figure stays what it was."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier.delivery import (
    Delivery,
    DeliveryCount,
    DeliveryState,
    PassedOver,
    condense,
    condensed,
    due_to_condense,
    readers_reached,
    status,
    who_has_it,
)
from notifier.editions import ContentGroup, Edition, EditionState, Fragment
from notifier.flows.tick import tick
from notifier.hubs import Hub
from notifier.indicators import costs, measure, parse_period, sheet
from notifier.kit import clock
from notifier.subscribers import Address, Wishes
from tests.conftest import NOW, _hub
from tests.editions.conftest import add_reader

SENT_AT = datetime(2025, 10, 31, 14, 59, tzinfo=UTC)  # a minute before midnight in Yokohama
AFTER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
STATES = (
    *((DeliveryState.SENT,) * 5),
    DeliveryState.BOUNCED,
    DeliveryState.FAILED,
    DeliveryState.SUPPRESSED,
    DeliveryState.UNKNOWN,
)


@pytest.fixture
def old(session: Session, hub: Hub) -> Edition:
    """An edition of October 2025, sent by both ways on either side of the month's end."""
    return make_old(session, hub)


def make_old(session: Session, hub: Hub) -> Edition:
    edition = Edition(
        hub_id=hub.id, kind="weekly", on=date(2025, 10, 31), state=EditionState.SENT,
        title="10月31日号", composed_at=SENT_AT, dispatched_at=SENT_AT, sent_at=SENT_AT, items=[],
    )  # fmt: skip
    session.add(edition)
    session.flush()
    group = ContentGroup(
        hub_id=hub.id, edition_id=edition.id, signature="x", language="ja", listing_ids=[],
        line_messages="", mail_subject="", text_fragments=[], html_fragments=[], created_at=SENT_AT,
    )  # fmt: skip
    session.add(group)
    session.flush()
    for number, (channel, state) in enumerate(
        (channel, state) for channel in ("line", "email") for state in STATES
    ):
        reader = add_reader(session, hub, number, Wishes(), channels=(channel,))
        address = session.query(Address).filter_by(subscriber_id=reader.id).one()
        moment = SENT_AT + timedelta(minutes=number)
        session.add(
            Delivery(
                hub_id=hub.id, edition_id=edition.id, subscriber_id=reader.id,
                address_id=address.id, channel=channel, content_group_id=group.id, state=state,
                planned_at=SENT_AT, updated_at=moment,
                sent_at=moment if state in (DeliveryState.SENT, DeliveryState.BOUNCED) else None,
            )
        )  # fmt: skip
        if state is DeliveryState.SUPPRESSED:
            session.add(
                PassedOver(hub_id=hub.id, edition_id=edition.id, subscriber_id=reader.id, at=moment)
            )
    session.flush()
    return edition


def figures(session: Session, hub: Hub, edition: Edition) -> dict[str, Any]:
    """Everything anybody may read of it: month by month, the year, the page, the command."""
    session.expire_all()
    months = {
        key: [
            (part.key, part.measured, part.rows)
            for part in measure(
                session, hub, key="messages_sent", period=parse_period(key), now=AFTER
            ).parts
        ]
        for key in ("2025-10", "2025-11", "FY2025")
    }
    year = parse_period("FY2025")
    return {
        "months": months,
        "costs": costs(session, hub, period=year),
        "sheet": sheet(session, hub, fiscal_year=2025, now=AFTER),
        "status": status(session, edition),
        "who": who_has_it(session, edition),
    }


def test_every_figure_stays(session: Session, hub: Hub, old: Edition) -> None:
    before = figures(session, hub, old)
    assert [part[:2] for part in before["months"]["2025-10"]] == [("line", 1)]
    assert [part[:2] for part in before["months"]["2025-11"]] == [("line", 4), ("email", 5)]
    assert condense(session, old.id) == 2 * len(STATES)
    assert figures(session, hub, old) == before
    assert session.scalar(select(func.count()).select_from(Delivery)) == 0
    assert session.scalar(select(func.count()).select_from(PassedOver)) == 0
    assert session.scalar(select(func.sum(DeliveryCount.count))) == 2 * len(STATES)
    assert readers_reached(session, old) == ([], 0)
    assert condensed(session, hub.id, [old.id]) == {old.id}


def test_what_was_made_to_be_sent_goes_with_them(session: Session, old: Edition) -> None:
    later = Edition(
        hub_id=old.hub_id, kind="weekly", on=date(2026, 11, 28), state=EditionState.SENT,
        title="11月28日号", composed_at=AFTER, dispatched_at=AFTER, sent_at=AFTER, items=[],
    )  # fmt: skip
    session.add(later)
    session.flush()
    kept: dict[int, int] = {}
    for edition in (old, later):
        piece = Fragment(hub_id=old.hub_id, edition_id=edition.id, digest="d", body="文面")
        session.add(piece)
        session.flush()
        kept[edition.id] = piece.id
    group = session.scalars(select(ContentGroup)).one()
    group.line_messages, group.mail_subject = "[]", "件名"
    group.text_fragments = group.html_fragments = [kept[old.id]]
    session.flush()
    condense(session, old.id)
    session.refresh(group)
    assert (group.line_messages, group.mail_subject, group.text_fragments) == ("", "", [])
    assert group.html_fragments == []
    assert session.scalars(select(Fragment.id)).all() == [kept[later.id]]


def test_a_second_time_changes_nothing(session: Session, hub: Hub, old: Edition) -> None:
    condense(session, old.id)
    before = figures(session, hub, old)
    assert condense(session, old.id) == 0
    assert due_to_condense(session, now=AFTER) == []
    assert figures(session, hub, old) == before


def test_thirteen_whole_months_are_kept(session: Session, old: Edition) -> None:
    on_the_last_day = clock.at(date(2026, 11, 30), datetime.max.time())
    assert due_to_condense(session, now=on_the_last_day) == []
    assert due_to_condense(session, now=AFTER) == [old.id]


@pytest.mark.parametrize("state", [EditionState.APPROVED, EditionState.DISPATCHING])
def test_what_is_still_going_out_is_left(
    session: Session, old: Edition, state: EditionState
) -> None:
    old.state = state
    session.flush()
    assert due_to_condense(session, now=AFTER) == []


def test_what_is_on_its_way_is_left(session: Session, old: Edition) -> None:
    session.scalars(select(Delivery).limit(1)).one().state = DeliveryState.SENDING
    session.flush()
    assert due_to_condense(session, now=AFTER) == []


def test_the_clock_does_it(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        edition = make_old(session, _hub(session, "nishi", "西区", NOW))
        session.commit()
    report = tick(now_fn=lambda: AFTER)
    assert report.done["condensed"] == 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0
        assert (
            status(session, session.get_one(Edition, edition.id))["channels"]["line"]["sent"] == 5
        )
