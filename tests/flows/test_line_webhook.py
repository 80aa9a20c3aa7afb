"""A parent in LINE: what their taps do and what is answered."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier import mailroom, subscribers
from notifier.flows import line_webhook
from notifier.hubs import ChannelPurpose, District, Hub, LineChannel
from notifier.kit import crypto
from notifier.mailroom import InboxEvent, InboxState, OutboxMessage
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState, Wishes, chat

USER = "U" + "a" * 32


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def channel(session: Session, hub: Hub) -> LineChannel:
    made = LineChannel(
        hub_id=hub.id,
        purpose=ChannelPurpose.READERS,
        channel_id="1650000001",
        sealed_secret=crypto.seal("s" * 32),
    )
    session.add(made)
    session.commit()
    return made


class Phone:
    """A parent's phone: sends events, lets the tick run, reads what was answered."""

    def __init__(self, session: Session, channel: LineChannel, now: datetime) -> None:
        self.session, self.channel, self.now = session, channel, now
        self.count = 0

    def send(self, kind: str, *, at: datetime | None = None, **more: Any) -> None:
        """Store one event without handling it."""
        self.count += 1
        event_id = more.pop("event_id", f"E{self.count}")
        facts = {
            "type": kind,
            "mode": "active",
            "timestamp": int((at or self.now).timestamp() * 1000) + self.count,
            "source": {"type": "user", "userId": USER},
            "webhookEventId": event_id,
            "replyToken": f"reply-{self.count}",
            **more,
        }
        mailroom.receive_event(
            self.session,
            self.channel.hub_id,
            source="line",
            event_id=event_id,
            kind=kind,
            raw=json.dumps(facts).encode(),
            line_channel_id=self.channel.id,
            now=self.now,
        )
        self.session.commit()

    def handle(self, later: float = 0) -> None:
        """The inbox tick."""
        moment = self.now + timedelta(seconds=later)
        line_webhook.handle_waiting(now_fn=lambda: moment)
        self.session.rollback()
        self.session.expire_all()

    def tap(self, act: str, value: str = "") -> dict[str, Any]:
        """Press one of our buttons; returns the answer."""
        data = {"a": act, "v": value} if value else {"a": act}
        self.send("postback", postback={"data": urlencode(data)})
        self.handle()
        return self.answers()[-1]

    def answers(self) -> list[dict[str, Any]]:
        """The last message of everything queued, in order."""
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [row.body["messages"][-1] for row in rows]

    def address(self) -> Address:
        return self.session.scalars(select(Address)).one()

    def wishes(self) -> Wishes:
        reader = self.session.scalars(select(Subscriber)).one()
        return subscribers.wishes_of(subscribers.profile_of(self.session, reader))


@pytest.fixture
def phone(session: Session, channel: LineChannel, now: datetime) -> Phone:
    return Phone(session, channel, now)


def labels(message: dict[str, Any]) -> list[str]:
    return [item["action"]["label"] for item in message["quickReply"]["items"]]


def test_following_is_welcomed_by_a_free_reply(phone: Phone) -> None:
    phone.send("follow")
    phone.handle()
    (row,) = phone.session.scalars(select(OutboxMessage))
    assert row.channel == "line_reply"
    words = row.body["messages"][0]["text"]
    assert "相談をお受けしていません" in words
    assert "/nishi/me/" in words
    assert labels(row.body["messages"][1])[:2] == ["第1地区", "第2地区"]
    assert phone.address().state == AddressState.ACTIVE
    reader = phone.session.scalars(select(Subscriber)).one()
    (consent,) = subscribers.consents_of(phone.session, reader)
    assert consent.is_given
    assert consent.wording_version


def test_three_taps_choose_district_and_month(phone: Phone) -> None:
    phone.send("follow")
    phone.handle()
    years = phone.tap("district", "d2")
    assert "第2地区に設定しました" in years["text"]
    assert labels(years)[:2] == ["2026年", "2025年"]
    months = phone.tap("year", "2025")
    assert len(labels(months)) == 12
    done = phone.tap("month", "2025-09")
    assert "2025年9月" in done["text"]
    assert "/nishi/me/" in done["text"]
    assert phone.wishes() == Wishes(("d2",), ("2025-09",))
    phone.tap("month", "2026-05")
    phone.tap("district", "d1")
    assert phone.wishes() == Wishes(("d1", "d2"), ("2025-09", "2026-05"))
    phone.tap("district_any")
    phone.tap("age_any")
    assert phone.wishes() == Wishes()


def test_expecting_parents_choose_the_due_month(phone: Phone) -> None:
    months = phone.tap("pregnant")
    assert labels(months)[0] == "2026年11月"
    assert labels(months)[-1] == "2027年9月"
    phone.tap("month", "2027-02")
    assert phone.wishes().birth_months == ("2027-02",)


@pytest.mark.parametrize(
    ("act", "value"),
    [
        ("district", "d9"),
        ("district", ""),
        ("month", "1999-99"),
        ("month", "x"),
        ("year", "9999999999999"),
        ("year", "²"),
        ("districts", "99"),
        ("districts", "٣"),
        ("pause", "900"),
        ("delete_everything", ""),
        ("", ""),
    ],
)
def test_a_forged_or_old_button_harms_nothing(phone: Phone, act: str, value: str) -> None:
    answer = phone.tap(act, value)
    assert answer["text"]
    assert phone.wishes() == Wishes()
    states = set(phone.session.scalars(select(InboxEvent.state)))
    assert states == {InboxState.HANDLED}


def test_text_gets_a_calm_answer_and_is_not_kept(phone: Phone) -> None:
    phone.send("message", message={"id": "1", "type": "text", "text": "夜泣きがつらいです"})
    phone.handle()
    (answer,) = phone.answers()
    assert "相談やお問い合わせにはお答えしていません" in answer["text"]
    assert labels(answer) == ["配信設定", "停止"]
    (row,) = phone.session.scalars(select(InboxEvent))
    assert "夜泣き" not in row.raw.decode()


@pytest.mark.parametrize("written", ["設定", "「設定」", " せってい\n", "配信設定", "SETTINGS"])
def test_the_word_every_edition_names_opens_the_settings(phone: Phone, written: str) -> None:
    phone.send("follow")
    phone.send("message", message={"id": "1", "type": "text", "text": written})
    phone.handle()
    answer = phone.answers()[-1]
    assert answer["text"].startswith("いまの設定です。")
    assert "/me/" in answer["text"]


@pytest.mark.parametrize("written", ["停止", "配信停止", "やめたい。", "ストップ", "Stop"])
def test_who_writes_stop_is_not_written_to_any_more(phone: Phone, written: str) -> None:
    phone.send("follow")
    phone.send("message", message={"id": "1", "type": "text", "text": written})
    phone.handle()
    assert labels(phone.answers()[-1]) == ["もう一度受け取る"]
    assert phone.address().state == AddressState.UNSUBSCRIBED
    phone.send("message", message={"id": "2", "type": "text", "text": "再開"})
    phone.handle()
    assert phone.address().state == AddressState.ACTIVE


def test_a_word_in_a_sentence_is_no_wish(phone: Phone) -> None:
    phone.send("follow")
    phone.send("message", message={"id": "1", "type": "text", "text": "停止したくないです"})
    phone.handle()
    assert "相談やお問い合わせには" in phone.answers()[-1]["text"]
    assert phone.address().state == AddressState.ACTIVE


def test_what_is_written_to_another_system_is_not_acted_upon(phone: Phone) -> None:
    phone.send("follow")
    phone.send("message", message={"id": "1", "type": "text", "text": "停止"}, mode="standby")
    phone.handle()
    assert phone.address().state == AddressState.ACTIVE


def test_stopping_is_one_tap_and_can_be_undone(phone: Phone) -> None:
    phone.send("follow")
    phone.handle()
    answer = phone.tap("stop")
    assert labels(answer) == ["もう一度受け取る"]
    assert phone.address().state == AddressState.UNSUBSCRIBED
    assert phone.session.scalars(select(Subscriber.state)).one() == SubscriberState.ENDED
    phone.tap("resume")
    assert phone.address().state == AddressState.ACTIVE


def test_a_pause(phone: Phone) -> None:
    phone.send("follow")
    phone.handle()
    assert "2週間お休み" in phone.tap("pause", "2")["text"]
    assert phone.session.scalars(select(Subscriber.state)).one() == SubscriberState.PAUSED
    phone.tap("resume")
    assert phone.session.scalars(select(Subscriber.state)).one() == SubscriberState.ACTIVE


def test_an_unsend_deletes(phone: Phone) -> None:
    phone.send("message", message={"id": "77", "type": "text", "text": "まちがえました"})
    phone.send("unsend", unsend={"messageId": "77"})
    phone.handle()
    rows = list(phone.session.scalars(select(InboxEvent).order_by(InboxEvent.id)))
    assert rows[0].raw == b""


def test_the_newest_event_wins_whatever_the_order(phone: Phone) -> None:
    """An unfollow overtakes its follow; a redelivered follow is older than the unfollow."""
    phone.send("unfollow", at=phone.now)
    phone.send("follow", at=phone.now - timedelta(minutes=5))
    phone.handle()
    assert phone.address().state == AddressState.BLOCKED
    assert phone.answers() == []
    phone.send("follow", at=phone.now + timedelta(minutes=5))
    phone.handle()
    assert phone.address().state == AddressState.ACTIVE


def test_a_redelivered_event_is_answered_once(phone: Phone) -> None:
    phone.send("follow", event_id="same")
    phone.send("follow", event_id="same")
    phone.handle()
    phone.handle()
    assert len(phone.answers()) == 1


def test_a_late_welcome_is_pushed_and_a_late_answer_left_out(phone: Phone) -> None:
    phone.send("follow")
    phone.send("message", message={"id": "1", "type": "text", "text": "x"})
    phone.handle(later=70)
    (row,) = phone.session.scalars(select(OutboxMessage))
    assert row.channel == "line_push"
    assert row.recipient == USER
    assert row.retry_key


def test_in_standby_the_state_counts_and_nothing_is_said(phone: Phone) -> None:
    phone.send("follow", mode="standby")
    phone.handle()
    assert phone.address().state == AddressState.ACTIVE
    assert phone.answers() == []


@pytest.mark.parametrize(
    "source", [{"type": "group", "groupId": "C1", "userId": USER}, {"type": "user"}, None, "x"]
)
def test_groups_and_nameless_senders_are_ignored(phone: Phone, source: object) -> None:
    phone.send("message", source=source, message={"id": "1", "type": "text", "text": "x"})
    phone.handle()
    assert phone.answers() == []
    assert phone.session.scalar(select(func.count()).select_from(Subscriber)) == 0
    assert phone.session.scalars(select(InboxEvent.state)).one() == InboxState.IGNORED


def test_what_cannot_be_read_ends_nothing(phone: Phone) -> None:
    """Unknown kinds and odd shapes are stored results; the next event is still handled."""
    phone.send("newKind", something={"x": [1]})
    phone.send("follow", timestamp="yesterday")
    phone.send("postback", postback="odd", timestamp=1e300)
    phone.handle()
    states = list(phone.session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)))
    assert states == [InboxState.IGNORED, InboxState.HANDLED, InboxState.HANDLED]


def test_a_crash_is_noted_and_ends_nothing(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(subscribers, "unfollow", crash)
    phone.send("unfollow")
    phone.send("follow")
    phone.handle()
    rows = list(phone.session.scalars(select(InboxEvent).order_by(InboxEvent.id)))
    assert [row.state for row in rows] == [InboxState.FAILED, InboxState.HANDLED]
    assert rows[0].reason == "RuntimeError"


def test_the_neighbour_sees_nothing(phone: Phone, other_hub: Hub) -> None:
    phone.session.commit()
    phone.send("follow")
    phone.handle()
    assert subscribers.channel_friends(phone.session, phone.channel.hub_id) == 1
    assert subscribers.channel_friends(phone.session, other_hub.id) == 0


def test_many_districts_are_spread_over_pages(phone: Phone, hub: Hub) -> None:
    for number in range(5, 26):
        phone.session.add(
            District(hub_id=hub.id, key=f"d{number}", name=f"第{number}地区", position=number)
        )
    phone.session.commit()
    first = phone.tap("districts", "0")
    assert labels(first)[-2:] == ["ほかの地区", "地区はしぼらない"]
    last = phone.tap("districts", "2")
    assert "第25地区" in labels(last)
    assert "ほかの地区" not in labels(last)


def test_every_answer_keeps_lines_limits(now: datetime) -> None:
    """Longest names, every builder."""
    place = chat.Place(
        hub_name="拠" * 100,
        contact="電話" * 100,
        districts={f"{'k' * 39}{n}": "地" * 60 for n in range(9)},
        settings_url="https://example.jp/" + "x" * 200,
    )
    wishes = Wishes(tuple(place.districts), ("2025-01",) * 8, ("play", "other"))
    today = now.date()
    said = [
        *chat.welcome(place),
        chat.ask_district(place),
        chat.ask_year(today),
        chat.ask_month(2025, today),
        chat.ask_due_month(today),
        chat.say_settings(wishes, place),
        chat.no_consultation(place),
        chat.stopped(),
        chat.resumed(wishes, place),
        chat.paused(4),
        chat.not_understood(place),
    ]
    for message in said:
        mailroom.check_messages([message])


@pytest.mark.real
def test_real_events_never_crash(phone: Phone, real_inputs: Path) -> None:
    """Every real event, several times over: handled or ignored, none failed."""
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
