"""What was called off is struck at dispatch, also when it is called off in that very moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, approve, compose, compose_notice
from notifier.editions.strike import strike_cancelled
from notifier.hubs import Hub
from notifier.kit import db
from notifier.listings import Listing, cancel, reinstate
from tests.editions.conftest import OPEN, SATURDAY, Listings, on

LATER = timedelta(minutes=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that really commits: others look on."""
    with Session(engine, expire_on_commit=False) as one:
        yield one


def approved_notice(
    session: Session, hub: Hub, listing: Listing, by: Actor, now: datetime
) -> Edition:
    made = compose_notice(session, hub, listing, dates=(), reason="終了のため", by=by, now=now)
    return approve(session, made, version=made.version, by=by, now=now)


def test_information_that_holds_after_all_is_not_called_off(
    session: Session, hub: Hub, published: Listings, publisher: Actor, now: datetime
) -> None:
    listing = published(**OPEN, kind="information", title="相談の窓口", occurrences=())
    cancel(session, listing, reason="終了のため", by=publisher, now=now)
    notice = approved_notice(session, hub, listing, publisher, now)
    (view,) = strike_cancelled(session, notice, by=publisher, now=now + LATER)
    assert view.listing_id == listing.id
    reinstate(session, listing, by=publisher, now=now + LATER)
    assert strike_cancelled(session, notice, by=publisher, now=now + LATER) == []
    assert notice.items[0].struck_at == now + LATER


def test_whoever_plans_waits_for_a_cancellation_under_way(
    engine: Engine, session: Session, hub: Hub, published: Listings, publisher: Actor, now: datetime
) -> None:
    """PostgreSQL alone: SQLite lets nobody write beside a writer."""
    if engine.dialect.name != "postgresql":
        pytest.skip("one writer at a time here")
    listing = published(**OPEN, occurrences=on(2))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    session.commit()
    cancel(session, listing, reason="荒天のため", by=publisher, now=now)  # not committed yet
    with Session(engine) as planner:
        planner.execute(text("SET LOCAL lock_timeout = '50ms'"))
        edition = planner.get_one(Edition, made.id)
        with pytest.raises(OperationalError, match="lock timeout"):
            strike_cancelled(planner, edition, by=publisher, now=now)
    session.commit()
    with db.writing() as planner:
        edition = planner.get_one(Edition, made.id)
        assert strike_cancelled(planner, edition, by=publisher, now=now) == []
        assert edition.items[0].struck_at == now


def test_a_cancellation_waits_for_whoever_plans(
    engine: Engine, session: Session, hub: Hub, published: Listings, publisher: Actor, now: datetime
) -> None:
    """So that it then finds the readers who were planned to be told."""
    if engine.dialect.name != "postgresql":
        pytest.skip("one writer at a time here")
    listing = published(**OPEN, occurrences=on(2))
    made = compose(session, hub, kind="weekly", on=SATURDAY, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    session.commit()
    assert strike_cancelled(session, made, by=publisher, now=now)  # not committed yet
    with Session(engine) as desk:
        desk.execute(text("SET LOCAL lock_timeout = '50ms'"))
        found = desk.get_one(Listing, listing.id)
        with pytest.raises(OperationalError, match="lock timeout"):
            cancel(desk, found, reason="荒天のため", by=publisher, now=now)
    session.rollback()
