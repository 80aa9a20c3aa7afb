"""Each edition is closed by itself: what goes wrong in one hub keeps no other waiting."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from notifier.delivery import Batch, BatchState, Delivery, DeliveryState
from notifier.editions import Edition, EditionState, finish
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from tests.delivery.mailing import make_mailing

A_MINUTE = timedelta(minutes=1)


def state_of(edition_id: int) -> EditionState:
    with reading() as session:
        return session.scalars(select(Edition.state).where(Edition.id == edition_id)).one()


def test_one_edition_that_cannot_be_closed(
    engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    del engine
    made = make_mailing(2, now=now)
    with writing() as session:
        session.execute(update(Batch).values(state=BatchState.DONE, done_at=now))
        session.execute(update(Delivery).values(state=DeliveryState.SENT, sent_at=now))
        other = Edition(
            hub_id=1, kind="special", on=now.date(), title="別の便", composed_at=now,
            state=EditionState.DISPATCHING, dispatched_at=now, items=[],
        )  # fmt: skip
        session.add(other)
        session.flush()
        other_id = other.id

    def refuses(session: Any, edition: Edition, **named: Any) -> None:
        if edition.id == made.edition_id:
            raise RuntimeError
        finish(session, edition, **named)

    with monkeypatch.context() as patched:
        patched.setattr(import_module("notifier.delivery.settle"), "finish", refuses)
        report = tick(now_fn=lambda: now + A_MINUTE)
    assert "settled" in report.errors, "and it is said"
    assert state_of(made.edition_id) is EditionState.DISPATCHING
    assert state_of(other_id) is EditionState.SENT
    assert tick(now_fn=lambda: now + 2 * A_MINUTE).errors == {}
    assert state_of(made.edition_id) is EditionState.SENT
