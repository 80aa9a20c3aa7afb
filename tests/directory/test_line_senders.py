"""Who writes to the groups' account: one row for each person, known by a code alone."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.directory import Group, LineCode, LineCodeError, LineSender, looks_like_code
from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.kit import db
from notifier.kit.errors import TooManyError
from tests.line_account import add_line_channel

USER = "U" + "a" * 32


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> Group:
    return directory.add_group(session, hub, name="サロンA", by=editor, now=now)


@pytest.fixture
def sender(session: Session, hub: Hub, now: datetime) -> LineSender:
    return directory.meet_line_sender(
        session, add_line_channel(session, hub, ChannelPurpose.GROUPS), user_id=USER, now=now
    )


def test_two_first_messages_at_the_same_moment_make_one_sender(
    engine: Engine, now: datetime
) -> None:
    with db.writing() as session:
        hub = Hub(
            slug="nishi", name="拠点（練習）", ward_code="141038", created_at=now, is_practice=True
        )
        session.add(hub)
        session.flush()
        channel_id = add_line_channel(session, hub, ChannelPurpose.GROUPS).id
    start, found = threading.Barrier(4), []

    def meet() -> None:
        start.wait()
        with db.writing() as own:
            mine = own.get_one(LineChannel, channel_id)
            found.append(directory.meet_line_sender(own, mine, user_id=USER, now=now).id)

    threads = [threading.Thread(target=meet) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    with Session(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(LineSender)) == 1


def test_a_code_is_stored_hashed_and_told_once(
    session: Session, group: Group, editor: Actor, now: datetime
) -> None:
    row, code = directory.issue_line_code(
        session, group, life=directory.BY_DESK, by=editor, now=now
    )
    assert looks_like_code(code)
    assert code.replace("-", "") not in row.code_hash


def test_another_code_takes_her_over_to_that_group(
    session: Session, hub: Hub, group: Group, sender: LineSender, editor: Actor, now: datetime
) -> None:
    second = directory.add_group(session, hub, name="サロンB", by=editor, now=now)
    for one in (group, second):
        _, code = directory.issue_line_code(
            session, one, life=directory.BY_DESK, by=editor, now=now
        )
        assert directory.connect_line(session, sender, code, now=now) is one
    assert directory.line_senders(session, hub.id, group.id) == []
    assert directory.line_senders(session, hub.id, second.id) == [sender]


def test_a_code_of_another_hub_or_of_an_ended_group_opens_nothing(
    session: Session,
    other_hub: Hub,
    group: Group,
    sender: LineSender,
    editor: Actor,
    now: datetime,
) -> None:
    theirs = directory.add_group(session, other_hub, name="よその会", by=editor, now=now)
    _, code = directory.issue_line_code(session, theirs, life=directory.BY_DESK, by=editor, now=now)
    with pytest.raises(LineCodeError):
        directory.connect_line(session, sender, code, now=now)
    _, code = directory.issue_line_code(session, group, life=directory.BY_DESK, by=editor, now=now)
    group.ended_at = now
    with pytest.raises(LineCodeError):
        directory.connect_line(session, sender, code, now=now)
    assert sender.group_id is None


def test_guessing_ends_after_ten_tries(session: Session, sender: LineSender, now: datetime) -> None:
    for _ in range(10):
        with pytest.raises(LineCodeError):
            directory.connect_line(session, sender, "abcd-efgh", now=now)
    with pytest.raises(TooManyError):
        directory.connect_line(session, sender, "abcd-efgh", now=now)


def test_an_older_unfollow_does_not_undo_a_newer_follow(
    session: Session, sender: LineSender, now: datetime
) -> None:
    assert directory.note_line_follow(session, sender, follows=True, at=now)
    older = now - timedelta(seconds=5)
    assert not directory.note_line_follow(session, sender, follows=False, at=older)
    assert sender.blocked_at is None


def test_old_codes_are_forgotten(
    session: Session, group: Group, editor: Actor, now: datetime
) -> None:
    directory.issue_line_code(session, group, life=directory.OWN_PAGE, by=editor, now=now)
    assert directory.forget_line_senders(session, now=now + timedelta(days=30)) == 0
    assert directory.forget_line_senders(session, now=now + timedelta(days=32)) == 1
    assert session.scalars(select(LineCode)).all() == []


@pytest.mark.parametrize(
    ("words", "is_code"),
    [
        ("abcd-efgh", True),
        ("ＡＢＣＤ－２３４５", True),
        ("abcd2345", True),
        ("o0il-1111", True),
        ("20261205", False),
        ("0450-0000", False),
        ("10:00-11:", False),
        ("teatimes", False),
        ("ベビーの会", False),
    ],
)
def test_what_looks_like_a_code(words: str, is_code: bool) -> None:
    assert looks_like_code(words) is is_code
