"""A parent in LINE: what their taps and words do and what is answered."""

from datetime import datetime

import pytest
from sqlalchemy import select

from notifier import mailroom, subscribers
from notifier.hubs import District, Hub
from notifier.mailroom import InboxEvent, InboxState, OutboxMessage
from notifier.subscribers import AddressState, Subscriber, SubscriberState, Wishes, chat
from tests.flows.line.phone import ParentPhone, labels


def test_following_is_welcomed_by_a_free_reply(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.handle()
    (row,) = parent.session.scalars(select(OutboxMessage))
    assert row.channel == "line_reply"
    words = row.body["messages"][0]["text"]
    assert "相談をお受けしていません" in words
    assert "/nishi/me/" in words
    assert labels(row.body["messages"][1])[:2] == ["第1地区", "第2地区"]
    assert parent.address().state == AddressState.ACTIVE
    reader = parent.session.scalars(select(Subscriber)).one()
    (consent,) = subscribers.consents_of(parent.session, reader)
    assert consent.is_given
    assert consent.wording_version


def test_three_taps_choose_district_and_month(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.handle()
    years = parent.tap("district", "d2")
    assert "第2地区に設定しました" in years["text"]
    assert labels(years)[:2] == ["2026年", "2025年"]
    months = parent.tap("year", "2025")
    assert len(labels(months)) == 12
    done = parent.tap("month", "2025-09")
    assert "2025年9月" in done["text"]
    assert "/nishi/me/" in done["text"]
    assert parent.wishes() == Wishes(("d2",), ("2025-09",))
    parent.tap("month", "2026-05")
    parent.tap("district", "d1")
    assert parent.wishes() == Wishes(("d1", "d2"), ("2025-09", "2026-05"))
    parent.tap("district_any")
    parent.tap("age_any")
    assert parent.wishes() == Wishes()


def test_expecting_parents_choose_the_due_month(parent: ParentPhone) -> None:
    months = parent.tap("pregnant")
    assert labels(months)[0] == "2026年11月"
    assert labels(months)[-1] == "2027年9月"
    parent.tap("month", "2027-02")
    assert parent.wishes().birth_months == ("2027-02",)


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
def test_a_forged_or_old_button_harms_nothing(parent: ParentPhone, act: str, value: str) -> None:
    answer = parent.tap(act, value)
    assert answer["text"]
    assert parent.wishes() == Wishes()
    states = set(parent.session.scalars(select(InboxEvent.state)))
    assert states == {InboxState.HANDLED}


def test_text_gets_a_calm_answer_and_is_not_kept(parent: ParentPhone) -> None:
    parent.send("message", message={"id": "1", "type": "text", "text": "夜泣きがつらいです"})
    parent.handle()
    (answer,) = parent.answers()
    assert "相談やお問い合わせにはお答えしていません" in answer["text"]
    assert labels(answer) == ["配信設定", "停止"]
    (row,) = parent.session.scalars(select(InboxEvent))
    assert "夜泣き" not in row.raw.decode()


@pytest.mark.parametrize("written", ["設定", "「設定」", " せってい\n", "配信設定", "SETTINGS"])
def test_the_word_every_edition_names_opens_the_settings(parent: ParentPhone, written: str) -> None:
    parent.send("follow")
    parent.send("message", message={"id": "1", "type": "text", "text": written})
    parent.handle()
    answer = parent.answers()[-1]
    assert answer["text"].startswith("いまの設定です。")
    assert "/me/" in answer["text"]


@pytest.mark.parametrize("written", ["停止", "配信停止", "やめたい。", "ストップ", "Stop"])
def test_who_writes_stop_is_not_written_to_any_more(parent: ParentPhone, written: str) -> None:
    parent.send("follow")
    parent.send("message", message={"id": "1", "type": "text", "text": written})
    parent.handle()
    assert labels(parent.answers()[-1]) == ["もう一度受け取る"]
    assert parent.address().state == AddressState.UNSUBSCRIBED
    parent.send("message", message={"id": "2", "type": "text", "text": "再開"})
    parent.handle()
    assert parent.address().state == AddressState.ACTIVE


def test_a_word_in_a_sentence_is_no_wish(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.send("message", message={"id": "1", "type": "text", "text": "停止したくないです"})
    parent.handle()
    assert "相談やお問い合わせには" in parent.answers()[-1]["text"]
    assert parent.address().state == AddressState.ACTIVE


def test_stopping_is_one_tap_and_can_be_undone(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.handle()
    answer = parent.tap("stop")
    assert labels(answer) == ["もう一度受け取る"]
    assert parent.address().state == AddressState.UNSUBSCRIBED
    assert parent.session.scalars(select(Subscriber.state)).one() == SubscriberState.ENDED
    parent.tap("resume")
    assert parent.address().state == AddressState.ACTIVE


def test_a_pause(parent: ParentPhone) -> None:
    parent.send("follow")
    parent.handle()
    assert "2週間お休み" in parent.tap("pause", "2")["text"]
    assert parent.session.scalars(select(Subscriber.state)).one() == SubscriberState.PAUSED
    parent.tap("resume")
    assert parent.session.scalars(select(Subscriber.state)).one() == SubscriberState.ACTIVE


def test_many_districts_are_spread_over_pages(parent: ParentPhone, hub: Hub) -> None:
    for number in range(5, 26):
        parent.session.add(
            District(hub_id=hub.id, key=f"d{number}", name=f"第{number}地区", position=number)
        )
    parent.session.commit()
    first = parent.tap("districts", "0")
    assert labels(first)[-2:] == ["ほかの地区", "地区はしぼらない"]
    last = parent.tap("districts", "2")
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
