"""The schema can be made, moments come back aware, and two hubs stand beside each other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.kit import db


def test_a_moment_comes_back_aware_and_in_utc(session: Session, hub: Hub, now: datetime) -> None:
    session.expire_all()
    assert session.get_one(Hub, hub.id).created_at == now
    assert session.get_one(Hub, hub.id).created_at.tzinfo == UTC


def test_a_naive_moment_is_refused(session: Session, hub: Hub) -> None:
    hub.created_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_two_hubs_stand_beside_each_other(hub: Hub, other_hub: Hub) -> None:
    assert hub.id != other_hub.id


def test_an_engine_stays_the_process_s_own(tmp_path: Path) -> None:
    """One dropped from a full cache would leave its pooled connections open."""
    urls = [f"sqlite:///{tmp_path}/{number}.sqlite3" for number in range(20)]
    opened = [db.open_engine(url) for url in urls]
    assert [db.open_engine(url) for url in urls] == opened
