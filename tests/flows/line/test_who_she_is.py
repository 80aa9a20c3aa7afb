"""Who writes to the groups' account: known by a code alone, and to her own hub."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifier import directory, editorial, hubs, intake
from notifier.audit import Actor
from notifier.directory import Group, LineSender
from notifier.editorial import CaseState
from notifier.hubs import ChannelPurpose, Hub
from tests.flows.line.phone import USER, WHOLE, GroupPhone


def test_a_code_from_the_desk_connects_her_with_her_group(
    phone: GroupPhone, group: Group, editor: Actor
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
    phone: GroupPhone, group: Group, editor: Actor
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


def test_an_unknown_person_is_told_how_to_connect_and_what_she_sent_waits(
    phone: GroupPhone, group: Group, editor: Actor
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
    assert phone.case().draft.organiser == "藤だなサロン", "parents read who holds it"


def test_nobody_takes_back_the_item_of_another(known: GroupPhone) -> None:
    known.say(WHOLE)
    mine = known.item().id
    for about in (str(mine), "9" * 9, "9" * 30, "x"):
        known.send("postback", user="U" + "d" * 32, postback={"data": f"a=take_back&v={about}"})
        assert "途中のものはありません" in known.answers()[-1]["text"]
    assert known.case().state is CaseState.WAITING


def test_in_a_group_talk_it_says_once_where_to_write(phone: GroupPhone) -> None:
    room = {"source": {"type": "group", "groupId": "C1"}}
    phone.send("join", **room)
    assert "1対1のトーク" in phone.answers()[-1]["text"]
    phone.send("message", message={"id": "1", "type": "text", "text": WHOLE}, **room)
    assert len(phone.answers()) == 1
    assert phone.count_items() == 0


def test_a_group_of_another_hub_hears_nothing_of_it(
    known: GroupPhone, other_hub: Hub, editor: Actor
) -> None:
    known.say(WHOLE)
    assert editorial.queue(known.session, other_hub.id, now=known.now).total == 0
    sender = known.session.scalars(select(LineSender)).one()
    with pytest.raises(Exception, match="この拠点にいません"):
        directory.get_line_sender(known.session, other_hub.id, sender.id)
    assert hubs.line_channel(known.session, other_hub.id, ChannelPurpose.GROUPS) is None
    assert intake.due_photos(known.session, now=known.now, limit=9) == []


def test_a_day_in_digits_is_no_code(known: GroupPhone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("20261205 10時から")
    assert len(known.case().draft.occurrences) == 1
    known.say("045-000-0002")
    assert "使えませんでした" not in known.answers()[-1]["text"]


def test_who_left_is_forgotten_after_a_month(known: GroupPhone, group: Group) -> None:
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
