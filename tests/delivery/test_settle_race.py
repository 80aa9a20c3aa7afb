"""Readers planned by their other way in the moment their edition is closed are not forgotten."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update

from notifier import delivery
from notifier.delivery import Batch, BatchState, Delivery, DeliveryState
from notifier.editions import ContentGroup, Edition, EditionState
from notifier.kit.db import reading, writing
from notifier.subscribers import Address, AddressState
from tests.delivery.mailing import Mailing, make_mailing

GATE = 20261121
PATIENCE_SECONDS = 10
MINUTE = timedelta(minutes=1)
WHERE = "WHERE editions.state ="


@pytest.fixture
def all_but_one(engine: Engine, now: datetime) -> Mailing:
    """Every batch is done; LINE refused the first reader, who has mail too."""
    del engine
    made = make_mailing(3, channel="line", now=now)
    with writing() as session:
        session.execute(update(ContentGroup).values(mail_subject="今週号（5件）"))
        session.execute(update(Batch).values(state=BatchState.DONE, done_at=now))
        session.execute(update(Delivery).values(state=DeliveryState.SENT, sent_at=now))
        first = session.get_one(Address, 1)
        refused = update(Delivery).where(Delivery.address_id == first.id)
        session.execute(refused.values(state=DeliveryState.FAILED, sent_at=None))
        first.state = AddressState.SUSPENDED
        session.add(
            Address(
                id=100,
                hub_id=first.hub_id,
                subscriber_id=first.subscriber_id,
                channel="email",
                address="reader@example.jp",
                state=AddressState.ACTIVE,
                created_at=now,
                confirmed_at=now,
            )
        )
    return made


def test_what_stands_in_while_settle_looks_is_not_closed_over(
    engine: Engine, all_but_one: Mailing, now: datetime
) -> None:
    """``settle`` has begun to look, and is held at a gate until the other way is committed."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time: nobody can come between")
    closed: list[bool] = []

    def look() -> None:
        with writing() as session:
            closed.append(delivery.settle(session, all_but_one.edition_id, now=now + MINUTE))

    looking = threading.Thread(target=look)
    event.listen(engine, "before_cursor_execute", at_the_gate, retval=True)
    try:
        with writing() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(:gate)"), {"gate": GATE})
            assert delivery.stand_in(session, all_but_one.edition_id, now=now + MINUTE) == 1
            looking.start()
            wait_for_the_gate()
        looking.join(PATIENCE_SECONDS)
    finally:
        event.remove(engine, "before_cursor_execute", at_the_gate)
    assert closed == [False]
    with reading() as session:
        edition = session.get_one(Edition, all_but_one.edition_id)
        assert edition.state is EditionState.DISPATCHING
    assert all_but_one.states() == {"failed": 1, "queued": 1, "sent": 2}


def test_what_stood_in_and_was_laid_aside_in_between_holds_nobody_up(
    all_but_one: Mailing, now: datetime
) -> None:
    """A worker gives the other way up after the ends were closed and before the edition is."""
    with writing() as session:
        assert delivery.stand_in(session, all_but_one.edition_id, now=now + MINUTE) == 1
    with writing() as session:
        delivery.close_ends(session, now=now + MINUTE)
    with writing() as session:
        mail = update(Batch).where(Batch.channel == "email")
        session.execute(mail.values(state=BatchState.REJECTED, reason="練習", done_at=now))
    with writing() as session:
        assert delivery.settle(session, all_but_one.edition_id, now=now + MINUTE)
    with reading() as session:
        edition = session.get_one(Edition, all_but_one.edition_id)
        assert edition.state is EditionState.SENT
    assert all_but_one.states() == {"failed": 2, "sent": 2}, "the same person, by either way"


def at_the_gate(
    _connection: object, _cursor: object, statement: str, parameters: Any, *_: object
) -> tuple[str, Any]:
    """Let the statement that looks for editions see the world first and lock them afterwards."""
    if WHERE in statement and "SKIP LOCKED" in statement and "NOT (EXISTS" in statement:
        gate = f"WHERE (SELECT pg_advisory_xact_lock({GATE})) IS NOT NULL AND editions.state ="
        statement = statement.replace(WHERE, gate, 1)
    return statement, parameters


def wait_for_the_gate() -> None:
    """Until somebody stands before it."""
    waits = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    until = threading.Event()
    for _ in range(PATIENCE_SECONDS * 20):
        with reading() as session:
            if session.scalar(waits):
                return
        until.wait(0.05)
    raise AssertionError("settle never looked")
