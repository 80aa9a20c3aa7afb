"""A statement said once gives what SQLAlchemy would give, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, literal, select, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.kit.db import Moment
from notifier.kit.ready import Ready, among, as_list
from notifier.mailroom import InboxEvent, InboxState

TOKYO = timezone(timedelta(hours=9))
IDS = ["a", "100 %(event)s", "?,:name", "\"'; --", "ひろば 👶🏽"]
FOUND = (InboxEvent.event_id, InboxEvent.raw, InboxEvent.state, InboxEvent.received_at)


@pytest.fixture
def stored(session: Session, hub: Hub, now: datetime) -> list[int]:
    for one in IDS:
        session.execute(
            insert(InboxEvent).values(
                hub_id=hub.id, source="line", event_id=one, kind="", raw=one.encode(),
                received_at=now, state=InboxState.WAITING, reason="",
            )
        )  # fmt: skip
    return list(session.scalars(select(InboxEvent.id).order_by(InboxEvent.id)))


def test_rows_are_as_their_types_say(session: Session, stored: list[int], now: datetime) -> None:
    same = select(*FOUND, InboxEvent.kind == "").where(InboxEvent.id > bindparam("after"))
    found = Ready(same.order_by(InboxEvent.id)).rows(session, {"after": stored[0]})
    assert found == [(one, one.encode(), InboxState.WAITING, now, True) for one in IDS[1:]]
    assert all(row[2] is InboxState.WAITING and row[3].tzinfo == UTC for row in found)
    assert Ready(same).rows(session, {"after": stored[-1]}) == []


def test_values_are_as_their_types_say(session: Session, stored: list[int], now: datetime) -> None:
    at, state = bindparam("at", type_=Moment()), bindparam("state", type_=InboxEvent.state.type)
    late = update(InboxEvent).where(InboxEvent.id == bindparam("event"))
    ready = Ready(late.values(received_at=at, state=state, reason="50 %"))
    later = (now + timedelta(hours=1)).astimezone(TOKYO)
    facts = {"event": stored[0], "at": later, "state": InboxState.HANDLED}
    assert ready.count(session, facts) == 1
    assert ready.count(session, facts | {"event": 0}) == 0
    one = session.get_one(InboxEvent, stored[0], populate_existing=True)
    assert (one.received_at, one.state, one.reason) == (later, InboxState.HANDLED, "50 %")
    with pytest.raises(ValueError, match="time zone"):
        ready.count(session, facts | {"at": datetime(2026, 1, 1)})  # noqa: DTZ001 - the point


def test_a_forgotten_value_is_an_error(session: Session, stored: list[int]) -> None:
    ready = Ready(select(InboxEvent.id).where(InboxEvent.id == bindparam("event")))
    with pytest.raises((KeyError, StatementError)):
        ready.rows(session, {})
    assert stored


def test_among(session: Session, stored: list[int]) -> None:
    by_id = Ready(lambda name: select(InboxEvent.id).where(among(name, InboxEvent.id, "ids")))
    by_text = Ready(lambda name: select(InboxEvent.id).where(among(name, InboxEvent.event_id, "x")))
    for some in ([], stored[:1], stored[1:4], [*stored, 2**31 - 1]):
        found = by_id.rows(session, {"ids": as_list(some)})
        assert sorted(one for (one,) in found) == sorted(set(some) & set(stored))
    found = by_text.rows(session, {"x": as_list([*IDS[1:], "nobody"])})
    assert sorted(one for (one,) in found) == stored[1:]


def test_what_is_not_written_yet_is_written_first(session: Session, hub: Hub) -> None:
    hub.name = "新しい名前"
    assert Ready(select(Hub.name).where(Hub.id == hub.id)).rows(session, {}) == [("新しい名前",)]


def test_a_text_that_depends_on_its_values_is_refused(session: Session) -> None:
    listed = select(literal(1)).where(InboxEvent.id.in_(bindparam("ids", expanding=True)))
    with pytest.raises(ValueError, match="depends on the values"):
        Ready(listed).rows(session, {"ids": [1]})
