"""Events come twice, late, out of order and in odd shapes: each stands alone."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from notifier import mailroom, subscribers
from notifier.editorial import StaleCaseError
from notifier.flows import group_item
from notifier.hubs import Hub
from notifier.mailroom import InboxEvent, InboxState, OutboxMessage
from notifier.subscribers import AddressState, Subscriber
from tests.flows.line.phone import USER, WHOLE, GroupPhone, ParentPhone, Phone


def test_what_is_written_to_another_system_is_not_acted_upon(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.send("message", message={"id": "1", "type": "text", "text": "停止"}, mode="standby")
    parent.handle()
    assert parent.address().state == AddressState.ACTIVE


def test_an_unsend_deletes(parent: ParentPhone) -> None:
    parent.send("message", message={"id": "77", "type": "text", "text": "まちがえました"})
    parent.send("unsend", unsend={"messageId": "77"})
    parent.handle()
    rows = list(parent.session.scalars(select(InboxEvent).order_by(InboxEvent.id)))
    assert rows[0].raw == b""


def test_the_newest_event_wins_whatever_the_order(parent: ParentPhone) -> None:
    """An unfollow overtakes its follow; a redelivered follow is older than the unfollow."""
    parent.send("unfollow", at=parent.now)
    parent.send("follow", at=parent.now - timedelta(minutes=5))
    parent.handle()
    assert parent.address().state == AddressState.BLOCKED
    assert parent.answers() == []
    parent.send("follow", at=parent.now + timedelta(minutes=5))
    parent.handle()
    assert parent.address().state == AddressState.ACTIVE


def test_a_redelivered_event_is_answered_once(parent: ParentPhone) -> None:
    parent.send("follow", event_id="same")
    parent.send("follow", event_id="same")
    parent.handle()
    parent.handle()
    assert len(parent.answers()) == 1


def test_a_late_welcome_is_pushed_and_a_late_answer_left_out(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.send("message", message={"id": "1", "type": "text", "text": "x"})
    parent.handle(later=70)
    (row,) = parent.session.scalars(select(OutboxMessage))
    assert row.channel == "line_push"
    assert row.recipient == USER
    assert row.retry_key


def test_in_standby_the_state_counts_and_nothing_is_said(parent: ParentPhone) -> None:
    parent.send("follow", mode="standby")
    parent.handle()
    assert parent.address().state == AddressState.ACTIVE
    assert parent.answers() == []


@pytest.mark.parametrize(
    "source", [{"type": "group", "groupId": "C1", "userId": USER}, {"type": "user"}, None, "x"]
)
def test_groups_and_nameless_senders_are_ignored(parent: ParentPhone, source: object) -> None:
    parent.send("message", source=source, message={"id": "1", "type": "text", "text": "x"})
    parent.handle()
    assert parent.answers() == []
    assert parent.session.scalar(select(func.count()).select_from(Subscriber)) == 0
    assert parent.session.scalars(select(InboxEvent.state)).one() == InboxState.IGNORED


def test_what_cannot_be_read_ends_nothing(parent: ParentPhone) -> None:
    """Unknown kinds and odd shapes are stored results; the next event is still handled."""
    parent.send("newKind", something={"x": [1]})
    parent.send("follow", timestamp="yesterday")
    parent.send("postback", postback="odd", timestamp=1e300)
    parent.handle()
    states = list(parent.session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)))
    assert states == [InboxState.IGNORED, InboxState.HANDLED, InboxState.HANDLED]


def test_a_crash_is_noted_and_ends_nothing(
    parent: ParentPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(subscribers, "unfollow", crash)
    parent.send("unfollow")
    parent.send("follow")
    parent.handle()
    rows = list(parent.session.scalars(select(InboxEvent).order_by(InboxEvent.id)))
    assert [row.state for row in rows] == [InboxState.FAILED, InboxState.HANDLED]
    assert rows[0].reason == "RuntimeError"


def test_a_change_by_the_desk_at_the_same_moment_loses_no_words(
    known: GroupPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard refuses the older version; the event is looked at once more."""
    really, refusals = group_item.words, iter([StaleCaseError(1), StaleCaseError(1)])

    def words(*args: Any, **more: Any) -> Any:
        for refusal in refusals:
            raise refusal
        return really(*args, **more)

    monkeypatch.setattr(group_item, "words", words)
    assert "受け取りました" in known.say(WHOLE)
    assert known.case().draft.title == "ベビーマッサージ"


@pytest.mark.parametrize("kind", ["words", "photo"])
def test_what_trips_over_a_fault_of_ours_stands_in_the_queue(
    known: GroupPhone, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(group_item, kind, crash)
    message = (
        {"id": "m9", "type": "text", "text": WHOLE}
        if kind == "words"
        else {"id": "m9", "type": "image"}
    )
    known.send("message", handle=False, message=message)
    Phone.handle(known)
    assert known.case().draft.body == (WHOLE if kind == "words" else "")
    assert "受け取りました" in known.answers()[-1]["text"]
    row = known.session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc())).first()
    assert row is not None
    assert (row.state, row.reason) == (InboxState.FAILED, "RuntimeError")
    assert WHOLE not in row.raw.decode()


def test_the_neighbour_sees_nothing(parent: ParentPhone, other_hub: Hub) -> None:
    parent.session.commit()
    parent.send("follow")
    parent.handle()
    assert subscribers.channel_friends(parent.session, parent.channel.hub_id) == 1
    assert subscribers.channel_friends(parent.session, other_hub.id) == 0


@pytest.mark.real
@pytest.mark.parametrize("account", ["parent", "known"])
def test_real_events_never_crash(
    account: str, request: pytest.FixtureRequest, real_inputs: Path
) -> None:
    """Every real event, several times over, at both accounts: handled or ignored, none failed."""
    phone: Phone = request.getfixturevalue(account)
    files = sorted(real_inputs.glob("line/webhook-*/*.json"))
    assert files
    for file in files:
        for number, event in enumerate(json.loads(file.read_bytes())["events"]):
            mailroom.receive_event(
                phone.session,
                phone.channel.hub_id,
                source="line",
                event_id=f"{file.stem}-{number}",
                kind=str(event.get("type"))[:40],
                raw=json.dumps(event).encode(),
                line_channel_id=phone.channel.id,
                now=phone.now,
            )
    phone.session.commit()
    phone.handle()
    states = set(phone.session.scalars(select(InboxEvent.state)))
    assert states == {InboxState.HANDLED, InboxState.IGNORED}
