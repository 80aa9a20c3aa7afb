"""A group's contact in LINE: what she sends becomes an item, what is missing is asked, nothing is lost."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier import directory, editorial, hubs, intake, mailroom
from notifier.audit import Actor
from notifier.directory import Group, LineSender
from notifier.editorial import Case, CaseState
from notifier.flows import line_webhook
from notifier.flows.tick import tick
from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.intake import LinePart, PartState, Question, Submission
from notifier.kit import crypto
from notifier.mailroom import InboxEvent, InboxState, OutboxMessage, OutboxState
from notifier.simulator import check

USER = "U" + "b" * 32
WHOLE = "12月5日(土)10時〜11時半 ベビーマッサージ 南センター 0歳児 無料 申込不要"
PART = "12月5日(土)10時〜11時半 ベビーマッサージ"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def channel(session: Session, hub: Hub) -> LineChannel:
    made = LineChannel(
        hub_id=hub.id,
        purpose=ChannelPurpose.GROUPS,
        channel_id="1650000002",
        sealed_secret=crypto.seal("s" * 32),
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> Group:
    made = directory.add_group(session, hub, name="藤だなサロン", by=editor, now=now)
    session.commit()
    return made


class Phone:
    """Her phone: sends events, lets the tick run, reads what was answered."""

    def __init__(self, session: Session, channel: LineChannel, now: datetime) -> None:
        self.session, self.channel, self.now = session, channel, now
        self.count = 0

    def send(self, kind: str, *, user: str = USER, handle: bool = True, **more: Any) -> None:
        """One event, and the inbox tick."""
        self.count += 1
        self.now += timedelta(seconds=1)
        facts = {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.now.timestamp() * 1000),
            "source": {"type": "user", "userId": user},
            "webhookEventId": f"G{self.count}",
            "replyToken": f"reply-{self.count}",
            **more,
        }
        mailroom.receive_event(
            self.session,
            self.channel.hub_id,
            source="line",
            event_id=facts["webhookEventId"],
            kind=kind,
            raw=json.dumps(facts).encode(),
            line_channel_id=self.channel.id,
            now=self.now,
        )
        self.session.commit()
        if handle:
            self.handle()

    def handle(self, later: float = 0) -> None:
        """The inbox tick."""
        moment = self.now + timedelta(seconds=later)
        line_webhook.handle_waiting(now_fn=lambda: moment)
        self.session.rollback()
        self.session.expire_all()
        bad = self.session.scalars(
            select(InboxEvent.reason).where(InboxEvent.state == InboxState.FAILED)
        )
        assert list(bad) == []

    def say(self, words: str, **more: Any) -> str:
        """She writes; returns the answer."""
        before = len(self.answers())
        message = {"id": f"m{self.count + 1}", "type": "text", "text": words}
        self.send("message", message=message, **more)
        said = self.answers()[before:]
        return said[-1]["text"] if said else ""

    def show(self, message_id: str, *, kind: str = "image", **more: Any) -> str:
        """She sends a photo or something else; returns the answer, "" when there is none."""
        before = len(self.answers())
        self.send("message", message={"id": message_id, "type": kind, **more})
        said = self.answers()[before:]
        return said[-1]["text"] if said else ""

    def tap(self, label: str) -> str:
        """She presses a button below the last message."""
        items = self.answers()[-1]["quickReply"]["items"]
        action = next(one["action"] for one in items if one["action"]["label"] == label)
        if action["type"] == "message":
            return self.say(action["text"])
        self.send("postback", postback={"data": action["data"]})
        return self.answers()[-1]["text"]

    def settle(self, rows: list[dict[str, Any]]) -> None:
        """Every message is one LINE takes."""
        for message in rows:
            assert check({"messages": [message], "replyToken": "x"}, "reply") == [], message

    def answers(self) -> list[dict[str, Any]]:
        """The last message of everything queued, in order."""
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        found = [row.body["messages"][-1] for row in rows if "messages" in row.body]
        self.settle(found[-1:])
        return found

    def labels(self) -> list[str]:
        return [
            one["action"]["label"]
            for one in self.answers()[-1].get("quickReply", {}).get("items", [])
        ]

    def item(self) -> Submission:
        """The newest submission."""
        return self.session.scalars(select(Submission).order_by(Submission.id.desc())).first()  # type: ignore[return-value]

    def case(self) -> Case:
        """The newest case."""
        return self.session.scalars(select(Case).order_by(Case.id.desc())).first()  # type: ignore[return-value]

    def count_items(self) -> int:
        return len(self.session.scalars(select(Submission.id)).all())


@pytest.fixture
def phone(session: Session, channel: LineChannel, now: datetime) -> Phone:
    return Phone(session, channel, now)


@pytest.fixture
def known(phone: Phone, group: Group, editor: Actor) -> Phone:
    """The phone of somebody who sent her code."""
    _, code = directory.issue_line_code(
        phone.session, group, life=directory.BY_DESK, by=editor, now=phone.now
    )
    phone.session.commit()
    assert "藤だなサロン" in phone.say(code)
    return phone


def test_a_code_from_the_desk_connects_her_with_her_group(
    phone: Phone, group: Group, editor: Actor
) -> None:
    _, code = directory.issue_line_code(
        phone.session, group, life=directory.BY_DESK, by=editor, now=phone.now
    )
    phone.session.commit()
    said = phone.say(code.upper().replace("-", "－"))  # as a phone's keyboard writes it
    assert "「藤だなサロン」としてつながりました" in said
    assert "相談をお受けしていません" in said
    assert "使えませんでした" in phone.say(code, user="U" + "c" * 32), "good once"
    (sender,) = directory.line_senders(phone.session, phone.channel.hub_id, group.id)
    assert sender.user_id == USER


def test_a_wrong_or_old_code_connects_nobody_and_guessing_ends(
    phone: Phone, group: Group, editor: Actor
) -> None:
    _, code = directory.issue_line_code(
        phone.session, group, life=timedelta(hours=1), by=editor, now=phone.now
    )
    phone.session.commit()
    phone.now += timedelta(hours=2)
    assert "使えませんでした" in phone.say(code)
    for _ in range(9):
        phone.say("2345-6789")
    assert "1時間ほど待って" in phone.say("2345-6789")
    assert phone.count_items() == 0
    assert directory.line_senders(phone.session, phone.channel.hub_id, group.id) == []


def test_one_line_becomes_an_item_of_her_group_and_is_read_back(known: Phone, group: Group) -> None:
    said = known.say(WHOLE)
    for words in ("ベビーマッサージ", "12月5日(土) 10:00–11:30", "南センター", "0歳児", "無料"):
        assert words in said
    assert "これで受け付けました" in said
    item = known.item()
    assert (item.source, item.group_id, item.is_verified_sender) == ("line_message", group.id, True)
    assert item.original == {"text": WHOLE}
    assert known.case().state is CaseState.WAITING
    (card,) = editorial.queue(known.session, item.hub_id, now=known.now).cards
    assert (card.source_name, card.group) == ("LINE", "藤だなサロン")
    (row,) = known.session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc()).limit(1))
    assert "ベビー" not in row.raw.decode(), "kept once, as the item"


def test_what_is_missing_is_asked_once_and_one_at_a_time(known: Phone) -> None:
    said = known.say(PART)
    assert said.count("？") + said.count("か。") == 1
    assert "どこで行いますか" in said
    assert known.case().state is CaseState.ASKED
    said = known.say("みなみ地区センター")
    assert "・場所：みなみ地区センター" in said
    assert "だれが対象ですか" in said
    assert known.labels()[:2] == ["どなたでも", "0歳児とその家族"]
    assert "参加費" in known.tap("0歳児とその家族")
    assert "申込み" in known.tap("無料")
    assert "これで受け付けました" in known.tap("申込不要")
    draft = known.case().draft
    assert (draft.place_name, draft.max_months, draft.fee_yen) == ("みなみ地区センター", 11, 0)
    assert draft.apply_text == "申込不要"
    assert draft.questions == ()
    assert known.case().state is CaseState.WAITING
    fields = [one.field for one in known.session.scalars(select(Question).order_by(Question.id))]
    assert fields == ["place_name", "audience_text", "fee_text", "apply_text"]


def test_as_it_is_ends_the_questions_and_loses_nothing(known: Phone) -> None:
    known.say(PART)
    assert "届いたまま受け付けました" in known.tap("そのまま送る")
    assert known.case().state is CaseState.WAITING
    assert known.case().draft.title == "ベビーマッサージ"
    assert "途中のもの" in known.say("おわり") or "受け付けました" in known.say("おわり")


def test_taking_back_withdraws_what_was_not_decided(known: Phone) -> None:
    known.say(PART)
    assert "取り消しました" in known.tap("取り消す")
    assert known.case().state is CaseState.WITHDRAWN
    known.send("postback", postback={"data": f"a=take_back&v={known.item().id}"})
    assert "途中のものはありません" in known.answers()[-1]["text"]


def test_nobody_takes_back_the_item_of_another(known: Phone) -> None:
    known.say(WHOLE)
    mine = known.item().id
    for about in (str(mine), "9" * 9, "9" * 30, "x"):
        known.send("postback", user="U" + "d" * 32, postback={"data": f"a=take_back&v={about}"})
        assert "途中のものはありません" in known.answers()[-1]["text"]
    assert known.case().state is CaseState.WAITING


def test_what_is_published_is_not_called_off_by_a_tap(known: Phone, editor: Actor) -> None:
    known.say(WHOLE)
    case = known.case()
    editorial.approve(
        known.session,
        case,
        version=case.version,
        despite=[
            check.key
            for check in editorial.case_view(
                known.session, case.hub_id, case.id, by=editor, now=known.now
            ).card.asks
        ],
        by=editor,
        now=known.now,
    )
    known.session.commit()
    known.send("postback", postback={"data": f"a=take_back&v={known.item().id}"})
    assert "/nishi/g/" in known.answers()[-1]["text"]
    assert known.case().state is CaseState.APPROVED
    assert "掲載が決まりました" in known.say("状態")
    assert f"/nishi/events/{case.listing_id}" in known.answers()[-1]["text"]


def test_an_unknown_person_is_told_how_to_connect_and_what_she_sent_waits(
    phone: Phone, group: Group, editor: Actor
) -> None:
    phone.send("follow")
    assert "番号をこのトークに送ってください" in phone.answers()[-1]["text"]
    said = phone.say(WHOLE)
    assert "まだどの団体の方か分かりません" in said
    item = phone.item()
    assert (item.group_id, item.is_verified_sender) == (None, False)
    assert phone.case().state is CaseState.WAITING
    _, code = directory.issue_line_code(
        phone.session, group, life=directory.BY_DESK, by=editor, now=phone.now
    )
    phone.session.commit()
    phone.say(code)
    assert (phone.item().group_id, phone.item().is_verified_sender) == (group.id, True)


def test_a_consultation_is_kept_for_the_desk_answered_kindly_and_can_be_taken_back(
    known: Phone,
) -> None:
    said = known.say("夜泣きがつらくて、どうしたらいいでしょうか")
    assert "相談にはお答えしていません" in said
    assert known.case().draft.title == ""
    assert "夜泣き" not in known.item().title, "no name is made of it, so the trail keeps none"
    known.tap("取り消す")
    assert known.case().state is CaseState.WITHDRAWN


@pytest.mark.parametrize(
    "words", ["ありがとうございます", "よろしくお願いします。", "お世話になっております"]
)
def test_thanks_make_no_item(known: Phone, words: str) -> None:
    assert "ありがとうございます" in known.say(words)
    assert known.count_items() == 0


def test_thanks_in_the_middle_leave_the_question_open(known: Phone) -> None:
    known.say(PART)
    known.say("ありがとうございます")
    assert "対象" in known.say("みなみ地区センター")
    assert known.case().draft.place_name == "みなみ地区センター"


def test_the_same_item_again_is_said_to_be_there(known: Phone) -> None:
    known.say(WHOLE)
    known.now += timedelta(hours=1)
    assert "もう届いています" in known.say(WHOLE)
    assert known.count_items() == 1


def test_a_redelivered_webhook_makes_nothing_twice(known: Phone) -> None:
    known.say(WHOLE)
    known.count -= 1
    known.send("message", message={"id": "m2", "type": "text", "text": WHOLE})
    assert known.count_items() == 1


def test_the_next_item_may_come_while_the_last_one_is_asked_about(known: Phone) -> None:
    known.say(PART)
    said = known.say("12月12日(土)13時から クリスマス会 藤だな自治会館")
    assert "クリスマス会" in said
    assert known.count_items() == 2
    first = known.session.scalars(select(Case).order_by(Case.id)).first()
    assert first is not None
    assert first.state is CaseState.WAITING, "it went on as it came"


def test_more_words_soon_after_belong_to_the_item(known: Phone) -> None:
    known.say(WHOLE)
    assert "書きそえました" in known.say("持ち物はバスタオルです")
    assert known.count_items() == 1
    assert "バスタオル" in known.case().draft.bring_text
    assert known.case().state is CaseState.WAITING
    known.now += timedelta(minutes=11)
    known.say("別件ですが、来年もお願いします")
    assert known.count_items() == 2


def test_an_unanswered_question_lets_the_item_go_on(known: Phone) -> None:
    known.say(PART)
    moment = known.now + timedelta(hours=2, minutes=1)
    report = tick(now_fn=lambda: moment)
    assert "cases" not in report.errors
    known.handle()
    assert known.case().state is CaseState.WAITING
    known.now = moment
    known.say("みなみ地区センター")
    (answered,) = known.session.scalars(select(Question).where(Question.answered_at.is_not(None)))
    assert answered.answer == "みなみ地区センター"
    assert known.count_items() == 1


def test_the_desk_asks_in_line_and_her_words_are_the_answer(known: Phone, editor: Actor) -> None:
    known.say(WHOLE)
    case = known.case()
    editorial.ask(
        known.session,
        case,
        message="雨の日はどうなりますか。",
        field="weather_text",
        version=case.version,
        by=editor,
        now=known.now,
    )
    known.session.commit()
    (push,) = known.session.scalars(
        select(OutboxMessage).where(OutboxMessage.channel == "line_push")
    )
    assert "雨の日はどうなりますか" in push.body["messages"][0]["text"]
    known.say("室内なので行います")
    assert known.case().draft.weather_text == "室内なので行います"
    assert known.case().state is CaseState.WAITING
    known.session.refresh(push)
    push.state = OutboxState.SENT
    known.session.commit()
    before = known.now - timedelta(days=1)
    assert mailroom.pushes_since(known.session, case.hub_id, since=before) == (0, 0), (
        "the readers' month does not count it"
    )
    known.channel.purpose = ChannelPurpose.READERS
    known.session.commit()
    assert mailroom.pushes_since(known.session, case.hub_id, since=before) == (1, 0)


def test_who_blocked_the_account_is_not_written_to(known: Phone, editor: Actor) -> None:
    known.say(WHOLE)
    known.send("unfollow")
    case = known.case()
    editorial.reject(
        known.session, case, reason="会員向けのため", version=case.version, by=editor, now=known.now
    )
    known.session.commit()
    assert (
        known.session.scalars(
            select(OutboxMessage).where(OutboxMessage.channel == "line_push")
        ).all()
        == []
    )
    known.send("follow")
    assert "「藤だなサロン」としてつながっています" in known.answers()[-1]["text"]


def test_a_refusal_reaches_her_in_line_after_second_thoughts(known: Phone, editor: Actor) -> None:
    known.say(WHOLE)
    case = known.case()
    editorial.reject(
        known.session, case, reason="会員向けのため", version=case.version, by=editor, now=known.now
    )
    known.session.commit()
    (push,) = known.session.scalars(
        select(OutboxMessage).where(OutboxMessage.channel == "line_push")
    )
    assert push.due_at - known.now == timedelta(minutes=10)
    assert "会員向けのため" in push.body["messages"][0]["text"]
    assert "今回は見送りました" in known.say("状態")
    case = known.case()
    editorial.reopen(known.session, case, version=case.version, by=editor, now=known.now)
    known.session.commit()
    assert (
        known.session.scalars(
            select(OutboxMessage).where(OutboxMessage.channel == "line_push")
        ).all()
        == []
    )


def test_a_photo_alone_is_an_item_and_the_line_after_it_says_what_it_is(known: Phone) -> None:
    said = known.show("p1")
    assert "写真を受け取りました" in said
    assert "何のお知らせですか" in said
    assert known.case().state is CaseState.ASKED
    said = known.say(PART)
    assert "ベビーマッサージ" in said
    assert "どこで行いますか" in said
    assert known.count_items() == 1
    assert known.case().draft.title == known.item().title == "ベビーマッサージ"
    assert len(known.case().draft.occurrences) == 1


def test_a_name_alone_beside_a_photo_is_its_name(known: Phone) -> None:
    known.show("p1")
    assert "いつですか" in known.say("ベビーマッサージ")
    assert known.case().draft.title == "ベビーマッサージ"


def test_photos_chosen_together_are_one_item_with_one_receipt(known: Phone) -> None:
    chosen = {"id": "set-1", "total": 3}
    assert known.show("p1", imageSet={**chosen, "index": 2})
    known.now += timedelta(minutes=20)  # LINE may deliver them in any order, and late
    assert known.show("p2", imageSet={**chosen, "index": 1}) == ""
    assert known.show("p2", imageSet={**chosen, "index": 1}) == ""
    assert known.show("p3", imageSet={**chosen, "index": 3}) == ""
    assert known.count_items() == 1
    assert len(known.session.scalars(select(LinePart)).all()) == 3


def test_a_photo_soon_after_the_words_belongs_to_them(known: Phone) -> None:
    known.say(PART)
    said = known.show("p1")
    assert "「ベビーマッサージ」の写真を受け取りました" in said
    assert "どこで行いますか" in said, "the open question is still said"
    known.tap("そのまま送る")
    assert "ベビーマッサージ" in known.show("p2")
    assert known.count_items() == 1
    known.now += timedelta(minutes=11)
    known.show("p3")
    assert known.count_items() == 2


def test_an_eleventh_photo_is_refused_in_words(known: Phone) -> None:
    known.say(WHOLE)
    for number in range(10):
        known.show(f"p{number}")
    assert "10枚まで" in known.show("p10")


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("sticker", {"packageId": "1", "stickerId": "1"}, "ありがとうございます"),
        ("audio", {"duration": 1000}, "音声は受け取れません"),
        ("video", {"duration": 1000}, "動画は受け取れません"),
        ("file", {"fileName": "予定.xlsx", "fileSize": 1}, "ファイル"),
        ("image", {"contentProvider": {"type": "external"}}, "ほかのアプリから"),
        ("something_new", {}, "この種類のメッセージは受け取れません"),
    ],
)
def test_what_is_not_kept_is_said_at_once_and_the_question_stays(
    known: Phone, kind: str, more: dict[str, Any], said: str
) -> None:
    known.say(PART)
    assert said in known.show("x1", kind=kind, **more)
    assert known.count_items() == 1
    assert "対象" in known.say("みなみ地区センター")


def test_a_place_sent_as_a_location_answers_where(known: Phone) -> None:
    known.say(PART)
    known.show(
        "l1",
        kind="location",
        title="みなみ地区センター",
        address="横浜市西区1-1",
        latitude=1,
        longitude=1,
    )
    assert "みなみ地区センター" in known.case().draft.place_name


def test_a_pdf_is_fetched_like_a_photo(known: Phone) -> None:
    known.show("f1", kind="file", fileName="ちらし.PDF", fileSize=10)
    (part,) = known.session.scalars(select(LinePart))
    assert (part.kind, part.state) == ("photo", PartState.WAITING)


def test_in_a_group_talk_it_says_once_where_to_write(phone: Phone) -> None:
    room = {"source": {"type": "group", "groupId": "C1"}}
    phone.send("join", **room)
    assert "1対1のトーク" in phone.answers()[-1]["text"]
    phone.send("message", message={"id": "1", "type": "text", "text": WHOLE}, **room)
    assert len(phone.answers()) == 1
    assert phone.count_items() == 0


def test_unsending_her_words_erases_them_and_withdraws_the_item(known: Phone) -> None:
    known.say(WHOLE)
    message = f"m{known.count}"
    known.send("unsend", unsend={"messageId": message})
    item, case = known.item(), known.case()
    assert "ベビー" not in json.dumps(
        [item.original, item.draft_json, item.title, case.draft_json], ensure_ascii=False
    )
    assert case.state is CaseState.WITHDRAWN


def test_unsending_an_answer_empties_its_field(known: Phone) -> None:
    known.say(PART)
    known.say("みなみ地区センター")
    known.send("unsend", unsend={"messageId": f"m{known.count}"})
    assert known.case().draft.place_name == ""
    assert "みなみ" not in json.dumps(known.case().draft_json, ensure_ascii=False)
    assert known.case().draft.title == "ベビーマッサージ"


def test_unsending_what_is_published_asks_the_desk(known: Phone, editor: Actor) -> None:
    known.say(WHOLE)
    message, case = f"m{known.count}", known.case()
    editorial.approve(
        known.session, case, version=case.version,
        despite=[check.key for check in editorial.case_view(known.session, case.hub_id, case.id, by=editor, now=known.now).card.asks],
        by=editor, now=known.now,
    )  # fmt: skip
    known.session.commit()
    known.send("unsend", unsend={"messageId": message})
    asked = known.case()
    assert asked.corrects_listing_id == case.listing_id
    assert "送信を取り消しました" in asked.draft.questions[0].message


def test_a_late_receipt_is_pushed_but_other_answers_are_not(known: Phone) -> None:
    known.send("message", handle=False, message={"id": "late", "type": "text", "text": PART})
    known.handle(later=120)
    (push,) = known.session.scalars(
        select(OutboxMessage).where(OutboxMessage.channel == "line_push")
    )
    assert "受け取りました" in push.body["messages"][0]["text"]
    known.send("message", handle=False, message={"id": "late2", "type": "sticker"})
    known.handle(later=240)
    assert (
        len(
            known.session.scalars(
                select(OutboxMessage).where(OutboxMessage.channel == "line_push")
            ).all()
        )
        == 1
    )


def test_too_many_items_in_an_hour_are_answered_in_words(known: Phone) -> None:
    for number in range(1, 31):
        known.now += timedelta(minutes=1)
        known.say(f"12月{number}日 10時から {number}番目の会 うめ会館 どなたでも 無料 申込不要")
    assert "続けてたくさん" in known.say("1月5日 10時から おまけの会 うめ会館 どなたでも")
    assert known.count_items() == 30


def test_a_group_of_another_hub_hears_nothing_of_it(
    known: Phone, other_hub: Hub, editor: Actor
) -> None:
    known.say(WHOLE)
    assert editorial.queue(known.session, other_hub.id, now=known.now).total == 0
    sender = known.session.scalars(select(LineSender)).one()
    with pytest.raises(Exception, match="この拠点にいません"):
        directory.get_line_sender(known.session, other_hub.id, sender.id)
    assert hubs.line_channel(known.session, other_hub.id, ChannelPurpose.GROUPS) is None
    assert intake.due_photos(known.session, now=known.now, limit=9) == []


def test_a_labelled_line_mends_its_own_field_and_the_question_stays(known: Phone) -> None:
    known.say("12月5日(土)10時から ベビーマッサージ 南センター")
    said = known.say("会場は北センターです")
    assert "・場所：北センター" in said
    assert "だれが対象ですか" in said
    assert known.case().draft.place_name == "北センター"
    assert known.case().draft.audience_text == ""
    known.say("0歳児")
    assert known.case().draft.audience_text == "0歳児"
    assert "参加費" in known.answers()[-1]["text"]


def test_words_no_reader_foresaw_still_stand_in_the_queue(
    known: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(intake, "read_message", stumbles)
    assert "受け取りました" in known.say(WHOLE)
    assert known.item().original == {"text": WHOLE}
    assert known.case().draft.body == WHOLE


def test_a_day_in_digits_is_no_code(known: Phone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("20261205 10時から")
    assert len(known.case().draft.occurrences) == 1
    known.say("045-000-0002")
    assert "使えませんでした" not in known.answers()[-1]["text"]


def test_two_events_about_one_message_are_one(known: Phone) -> None:
    for _ in range(2):
        known.send("message", message={"id": "same", "type": "text", "text": WHOLE})
    assert known.count_items() == 1
    assert len(known.session.scalars(select(LinePart)).all()) == 1


def test_who_writes_again_is_reached_again(known: Phone, editor: Actor) -> None:
    known.send("unfollow")
    known.say(WHOLE)
    case = known.case()
    editorial.ask(
        known.session, case, message="雨の日は", version=case.version, by=editor, now=known.now
    )
    known.session.commit()
    assert [
        row.recipient
        for row in known.session.scalars(
            select(OutboxMessage).where(OutboxMessage.channel == "line_push")
        )
    ] == [USER]


def test_who_left_is_forgotten_after_a_month(known: Phone, group: Group) -> None:
    known.say(WHOLE)
    known.send("unfollow")
    later = known.now + timedelta(days=31)
    directory.forget_line_senders(known.session, now=known.now + timedelta(days=29))
    assert known.session.scalars(select(LineSender)).one().user_id == USER
    assert directory.forget_line_senders(known.session, now=later) > 0
    assert directory.forget_line_senders(known.session, now=later) == 0
    known.session.commit()
    known.session.expire_all()
    assert USER not in known.session.scalars(select(LineSender)).one().user_id
    assert known.item().group_id == group.id, "what she sent stays the group's"
    known.now = later
    assert "まだどの団体の方か分かりません" in known.say("12月20日 10時 別の会 うめ会館")


def test_a_months_list_is_sent_again_one_by_one(known: Phone) -> None:
    assert "1つずつ" in known.say("12月の予定です\n5日(土)10時 おはなし会\n12日(土)10時 工作の会")
    for number, words in enumerate(
        ("12月5日(土)10時 おはなし会", "12月12日(土)10時 工作の会"), start=2
    ):
        known.say(f"{words} うめ会館 どなたでも 無料 申込不要")
        assert known.count_items() == number
    assert [one.state for one in known.session.scalars(select(Case))] == [CaseState.WAITING] * 3


def test_whoever_sends_photos_first_begins_the_next_item_with_one(known: Phone) -> None:
    known.show("p1")
    known.say(WHOLE)
    assert "何のお知らせですか" in known.show("p2")
    known.say("12月12日(土)13時 クリスマス会 うめ会館 どなたでも 無料 申込不要")
    titles = [one.draft.title for one in known.session.scalars(select(Case).order_by(Case.id))]
    assert titles == ["ベビーマッサージ", "クリスマス会"]
    photos = known.session.scalars(select(LinePart).where(LinePart.kind == "photo")).all()
    assert len({one.submission_id for one in photos}) == 2


def test_a_photo_days_later_is_not_of_the_item_she_did_not_answer_about(known: Phone) -> None:
    known.say(PART)
    known.now += timedelta(days=2)
    assert "何のお知らせですか" in known.show("p1")
    assert known.count_items() == 2


def test_another_name_with_a_day_is_no_answer_to_when(known: Phone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("12月12日(土)13時 クリスマス会 うめ会館")
    assert known.count_items() == 2
    first = known.session.scalars(select(Case).order_by(Case.id)).first()
    assert first is not None
    assert first.draft.occurrences == ()


def test_the_same_name_said_again_with_its_day_is_the_answer(known: Phone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("ベビーマッサージは12月5日(土)10時です")
    assert known.count_items() == 1
    assert len(known.case().draft.occurrences) == 1


def test_a_day_without_an_hour_asks_for_the_hour(known: Phone) -> None:
    assert "いつですか" in known.say("ベビーマッサージ 南センター 0歳児 無料 申込不要")
    assert "何時から" in known.say("12月5日です")
    assert "12月5日(土) 10:00–11:30" in known.say("10時から11時半")
    assert known.case().draft.questions == ()
    (one,) = known.case().draft.occurrences
    assert (one.starts_at.hour, one.ends_at and one.ends_at.minute) == (1, 30)


def test_a_day_nobody_can_read_is_asked_twice_and_left_to_the_desk(known: Phone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料 申込不要")
    known.say("そのうちに")
    known.say("まだ決まっていません")
    assert "これで受け付けました" in known.answers()[-1]["text"]
    assert [one.field for one in known.case().draft.questions] == ["when"]


def test_a_notice_without_a_day_is_asked_for_neither_day_nor_place(known: Phone) -> None:
    known.say("ベビーカー貸出 無料")
    assert "だれが対象" in known.tap("日にちのないお知らせ")
    draft = known.case().draft
    assert (draft.kind, draft.occurrences) == ("information", ())
    assert "これで受け付けました" in known.tap("どなたでも")
    assert "place_name" not in [one.field for one in known.session.scalars(select(Question))]
