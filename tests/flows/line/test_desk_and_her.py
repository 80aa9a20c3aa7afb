"""What the desk decides or asks reaches her, and what she says then reaches the desk."""

from datetime import timedelta

from notifier import editorial, mailroom
from notifier.audit import Actor
from notifier.editorial import CaseState
from notifier.hubs import ChannelPurpose
from notifier.mailroom import OutboxState
from tests.flows.line.phone import USER, WHOLE, GroupPhone


def test_what_is_published_is_not_called_off_by_a_tap(known: GroupPhone, editor: Actor) -> None:
    known.say(WHOLE)
    known.approve(editor)
    case = known.case()
    assert "/nishi/g/" in known.press(f"a=take_back&v={known.item().id}")
    assert known.case().state is CaseState.APPROVED
    assert "掲載が決まりました" in known.say("状態")
    assert f"/nishi/events/{case.listing_id}" in known.answers()[-1]["text"]


def test_the_desk_asks_in_line_and_her_words_are_the_answer(
    known: GroupPhone, editor: Actor
) -> None:
    known.say(WHOLE)
    known.ask("雨の日はどうなりますか。", field="weather_text", by=editor)
    case = known.case()
    (push,) = known.pushes()
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


def test_who_blocked_the_account_is_not_written_to(known: GroupPhone, editor: Actor) -> None:
    known.say(WHOLE)
    known.send("unfollow")
    known.reject(editor)
    assert known.pushes() == []
    known.send("follow")
    assert "「藤だなサロン」としてつながっています" in known.answers()[-1]["text"]


def test_who_writes_again_is_reached_again(known: GroupPhone, editor: Actor) -> None:
    known.send("unfollow")
    known.say(WHOLE)
    known.ask("雨の日は", by=editor)
    assert [row.recipient for row in known.pushes()] == [USER]


def test_a_refusal_reaches_her_in_line_after_second_thoughts(
    known: GroupPhone, editor: Actor
) -> None:
    known.say(WHOLE)
    known.reject(editor)
    (push,) = known.pushes()
    assert push.due_at - known.now == timedelta(minutes=10)
    assert "会員向けのため" in push.body["messages"][0]["text"]
    assert "今回は見送りました" in known.say("状態")
    case = known.case()
    editorial.reopen(known.session, case, version=case.version, by=editor, now=known.now)
    known.session.commit()
    assert known.pushes() == []
