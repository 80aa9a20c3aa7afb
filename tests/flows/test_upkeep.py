"""Each thing that is due has its turn: what goes wrong with one keeps no other waiting."""

from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from notifier import delivery, hubs, indicators, subscribers
from notifier.audit import machine
from notifier.delivery import Batch
from notifier.flows import upkeep
from notifier.flows.tick import tick
from notifier.kit import crypto
from notifier.kit.db import reading, writing
from notifier.subscribers import Address, ReaderLinkKey
from tests.delivery.conftest import use as use  # noqa: PLC0414 - the fixture, shared
from tests.delivery.mailing import Post, Use, make_mailing

LONG_AGO = timedelta(days=40)
SLUGS = ("nishi", "kohoku")


def someone_left_each_hub(now: datetime) -> None:
    for slug in SLUGS:
        with writing() as session:
            hub = hubs.create_hub(
                session, slug=slug, name=slug, ward_code="141038", by=machine("test"), now=now
            )
            came = now - timedelta(days=1)
            subscribers.follow(session, hub, user_id=f"U-{slug}", at=came, now=came)
            subscribers.unfollow(session, hub, user_id=f"U-{slug}", at=now, now=now)
            subscribers.link_key(session, hub)


def test_a_hub_whose_key_cannot_be_read_keeps_no_other_from_forgetting(
    engine: Engine, now: datetime
) -> None:
    """Its key is sealed under a secret somebody dropped; it is said, and the others go on."""
    del engine
    someone_left_each_hub(now - LONG_AGO)
    with writing() as session:
        first = session.scalars(select(ReaderLinkKey).order_by(ReaderLinkKey.id)).first()
        assert first is not None
        kept, first.sealed_key = first.sealed_key, "gAAAA-of-another-secret"
    assert "retention" in tick(now_fn=lambda: now).errors
    assert addresses() == ["U-nishi", "left:2"]
    with writing() as session:
        session.execute(update(ReaderLinkKey).where(ReaderLinkKey.id == 1).values(sealed_key=kept))
    assert crypto.unseal(kept)
    assert not tick(now_fn=lambda: now).errors
    assert addresses() == ["left:1", "left:2"]


def addresses() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Address.address).order_by(Address.id)))


def test_a_room_that_cannot_forget_keeps_no_other_from_it(
    engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    del engine
    someone_left_each_hub(now - LONG_AGO)

    def fails(*_: Any, **__: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(upkeep, "FORGETS", (fails, *upkeep.FORGETS))
    assert "retention" in tick(now_fn=lambda: now).errors
    assert addresses() == ["left:1", "left:2"]


def test_one_edition_without_another_way_keeps_no_other_waiting(
    engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    del engine
    asked: list[int] = []

    def stand_in(_session: object, edition_id: int, **_: object) -> int:
        asked.append(edition_id)
        if edition_id == 1:
            raise RuntimeError
        return 1

    monkeypatch.setattr(delivery, "not_reaching_all", lambda *_, **__: [1, 2])
    monkeypatch.setattr(delivery, "stand_in", stand_in)
    report = tick(now_fn=lambda: now)
    assert "stood_in" in report.errors
    assert asked == [1, 2]


@pytest.mark.parametrize(("error", "taken"), [(IntegrityError, 1), (OperationalError, 0)])
def test_where_no_worker_runs_one_batch_that_fails_keeps_no_other_waiting(
    engine: Engine,
    now: datetime,
    use: Use,
    monkeypatch: pytest.MonkeyPatch,
    error: type[DBAPIError],
    taken: int,
) -> None:
    """The letters of the next one go all the same, unless the database is away for all of them."""
    del engine
    made, post = make_mailing(delivery.BATCH_SIZE + 1, now=now), use(Post())
    send = delivery.send_batch

    def one(batch_id: int, **named: Any) -> bool:
        if batch_id == made.batch_id:
            raise error("UPDATE", None, Exception("wrong"))
        return send(batch_id, **named)

    monkeypatch.setattr(delivery, "send_batch", one)
    assert "batches" in tick(now_fn=lambda: now).errors
    assert len(post.taken) == taken
    with reading() as session:
        assert session.get_one(Batch, made.batch_id).state == "planned"


def test_a_line_that_does_not_answer_keeps_no_tick_for_all_hubs(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, now: datetime
) -> None:
    """Each call takes until its time limit; whom this tick does not ask the next one does."""
    del engine
    moment, asked = now, list[int]()

    def look(hub_id: int, **_: object) -> bool:
        nonlocal moment
        moment += timedelta(seconds=13)
        asked.append(hub_id)
        return False

    monkeypatch.setattr(
        delivery, "due_looks", lambda *_, **__: [n for n in (1, 2) if n not in asked]
    )
    monkeypatch.setattr(delivery, "look_at_line", look)
    for so_far in ([1], [1, 2]):
        upkeep.look_at_lines(lambda: moment)
        assert asked == so_far


def test_two_ticks_at_once_keep_the_figures_once(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, now: datetime
) -> None:
    """The month is over, counting takes longer than until the next tick."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    someone_left_each_hub(now)
    whole, others, wrong = indicators.snapshot, list[Thread](), list[Exception]()

    def meanwhile() -> None:
        try:
            upkeep.keep_figures(lambda: now)
        except SQLAlchemyError as error:
            wrong.append(error)

    def slow(*given: Any, **named: Any) -> Any:
        result = whole(*given, **named)
        if not others:
            others.append(Thread(target=meanwhile))
            others[0].start()
            others[0].join(1)
        return result

    monkeypatch.setattr(indicators, "snapshot", slow)
    upkeep.keep_figures(lambda: now)
    others[0].join()
    assert wrong == []
    with reading() as session:
        for hub in hubs.all_hubs(session):
            assert not indicators.unkept_periods(session, hub, now=now)
