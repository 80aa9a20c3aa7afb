"""A receipt touches no index: the row stays on its page (ADR 0024)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from notifier import delivery
from notifier.delivery import BATCH_SIZE, DeliveryState
from notifier.delivery.move import move_all
from notifier.kit.db import writing
from tests.delivery.mailing import make_mailing

TOUCHED = text(
    "SELECT pg_stat_get_xact_tuples_updated('deliveries'::regclass),"
    " pg_stat_get_xact_tuples_hot_updated('deliveries'::regclass)"
)


def test_every_receipt_of_a_batch_stays_on_its_page(engine: Engine, now: datetime) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip(
            "SQLite has no heap: an index is touched when its columns change, and none does"
        )
    lining = make_mailing(BATCH_SIZE, channel="line", now=now)
    with writing() as session:
        mine = delivery.claim(session, lining.batch_id, worker="a", now=now)
        assert mine is not None
        later = now + timedelta(seconds=1)
        # The counters also hold what this connection did before.
        before = session.execute(TOUCHED).one()
        move_all(session, mine, DeliveryState.QUEUED, DeliveryState.SENT, now=later)
        after = session.execute(TOUCHED).one()
    updated, on_their_page = (new - old for new, old in zip(after, before, strict=True))
    assert (updated, on_their_page) == (BATCH_SIZE, BATCH_SIZE)
