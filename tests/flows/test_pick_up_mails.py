"""Letters from an IMAP mailbox: each once, kept before it is marked as read, none blocks the next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.cli.intake import command
from notifier.config import settings
from notifier.flows import pick_up_mails as flow
from notifier.flows import take_alone
from notifier.flows.pick_up_mails import NO_HUB, pick_up_due, pick_up_mails
from notifier.flows.take_alone import FAILED
from notifier.flows.tick import tick
from notifier.hubs import all_hubs
from notifier.intake import Submission
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.mailroom import InboxEvent, InboxState
from notifier.wire import imap
from notifier.wire.imap import MailboxError
from tests.conftest import NOW, _hub
from tests.fakes.imap_server import FakeImap, Mailbox
from tests.intake.letters import letter
from tests.mailroom.bounce_samples import report

THERE = "joho@kohoku.example.jp"


@pytest.fixture
def server(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mailbox]:
    """An empty mailbox that is set, and one hub."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with Session(engine) as session:
        _hub(session, "nishi", "西区", NOW)
        session.commit()
    made = Mailbox()
    with FakeImap(made) as url:
        monkeypatch.setenv("NOTIFIER_SUBMISSIONS_IMAP_URL", url)
        monkeypatch.setenv("NOTIFIER_MEDIA_DIR", str(tmp_path))
        settings.cache_clear()
        yield made
    settings.cache_clear()


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    """Two hubs, and a letter to each, an automatic reply, and what is no mail."""
    with writing() as session:
        _hub(session, "kohoku", "港北区", NOW).mail_submissions = THERE
    server.mails = {
        2: letter(message_id="<2@x>"),
        3: b"\x00\x01 this is no mail\r\n",
        5: letter(Auto_Submitted="auto-replied", message_id="<5@x>"),
        8: letter(message_id="<8@x>", Delivered_To="joho+a@kohoku.example.jp").replace(
            b"To: news@nishi.example.jp", b"To: x@example.jp"
        ),
    }
    return server


def stored() -> list[tuple[int, str]]:
    with reading() as session:
        rows = session.execute(select(Submission.hub_id, Submission.title).order_by(Submission.id))
        return [(row[0], row[1]) for row in rows]


def test_each_is_read_once_for_the_hub_it_was_written_to(box: Mailbox) -> None:
    del box.mails[3]
    assert pick_up_mails(now_fn=lambda: NOW) == {"read": 3, "received": 2, "rejected": 1}
    assert stored() == [(1, "おはなし会"), (2, "おはなし会")]
    assert box.read == {2, 5, 8}
    assert box.mails.keys() == {2, 5, 8}, "nothing is deleted"
    assert not pick_up_mails(now_fn=lambda: NOW)


def test_a_letter_to_two_hubs_reaches_both(box: Mailbox) -> None:
    to_both = letter().replace(b"To: news@nishi", f"To: {THERE}, news@nishi".encode())
    box.mails = {
        number: f"Delivered-To: {there}\n".encode() + to_both
        for number, there in enumerate(("news@nishi.example.jp", THERE), start=1)
    }
    assert pick_up_mails(now_fn=lambda: NOW) == {"read": 2, "received": 2}
    assert [hub_id for hub_id, _ in stored()] == [1, 2]


def test_what_was_kept_and_not_marked_is_a_duplicate(box: Mailbox) -> None:
    del box.mails[3]
    box.dies_at = b"STORE 2"
    with pytest.raises(MailboxError):
        pick_up_mails(now_fn=lambda: NOW)
    assert len(stored()) == 1, "kept before it is marked"
    assert box.read == set()
    assert pick_up_mails(now_fn=lambda: NOW)["duplicates"] == 1
    assert len(stored()) == 2
    assert box.read == {2, 5, 8}


def test_a_mail_nobody_can_be_found_for_goes_to_nobody(box: Mailbox) -> None:
    assert pick_up_mails(now_fn=lambda: NOW)["no_hub"] == 1, "what is no mail names no hub either"
    assert 3 in box.read
    with reading() as session:
        events = list(session.scalars(select(InboxEvent).where(InboxEvent.kind == NO_HUB)))
    assert [(one.hub_id, one.state, one.raw) for one in events] == [
        (1, InboxState.FAILED, b""),
        (2, InboxState.FAILED, b""),
    ], "every desk hears that there is one, and nothing of what it says"


def test_what_a_machine_sent_to_nobody_is_said_to_nobody(box: Mailbox) -> None:
    box.mails = {1: letter(Auto_Submitted="auto-replied").replace(b"To: news@", b"To: nobody@")}
    assert pick_up_mails(now_fn=lambda: NOW)["no_hub"] == 1
    with reading() as session:
        assert session.scalars(select(InboxEvent)).all() == []


def test_one_mailbox_with_a_tag_for_each_hub(box: Mailbox) -> None:
    """「joho+nishi@」 and 「joho+kohoku@」: one box is all a small town pays for."""
    with writing() as session:
        for hub in all_hubs(session):
            hub.mail_submissions = f"joho+{hub.slug}@city.example.jp"
    box.mails = {
        number: letter().replace(
            b"To: news@nishi.example.jp", f"To: joho+{slug}@city.example.jp".encode()
        )
        for number, slug in enumerate(("kohoku", "nishi"), start=1)
    }
    assert pick_up_mails(now_fn=lambda: NOW) == {"read": 2, "received": 2}
    assert [hub_id for hub_id, _ in stored()] == [2, 1]


def test_a_broken_mail_blocks_none_behind_it(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    take = take_alone.take_mail

    def stumble(session: Session, *args: object, **kwargs: object) -> object:
        if args[1].message_id == "<2@x>":  # type: ignore[attr-defined]
            session.add(InboxEvent(hub_id=1, source="x", event_id="y", raw=b"", received_at=NOW))
            raise KeyError("a mistake of ours")
        return take(session, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(take_alone, "take_mail", stumble)
    del box.mails[3]
    assert pick_up_mails(now_fn=lambda: NOW) == {
        "read": 3,
        "received": 1,
        "rejected": 1,
        "errors": 1,
    }
    assert box.read == {2, 5, 8}
    with reading() as session:
        assert [one.source for one in session.scalars(select(InboxEvent))].count("x") == 0
        events = mailroom.events_since(session, 1, source="email", since=NOW)
    failed = [one for one in events if one.state is InboxState.FAILED]
    assert [(one.reason, one.raw) for one in failed] == [(FAILED, b"")]


def test_a_database_that_is_away_leaves_the_mail_unread(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> object:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(take_alone, "take_mail", away)
    del box.mails[3]
    with pytest.raises(OperationalError):
        pick_up_mails(now_fn=lambda: NOW)
    assert box.read == set()


def test_a_mail_too_large_is_taken_and_said(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.mails = {2: letter("【日時】12月5日(土) 10:00~11:00\n" + "あ" * 5_000, message_id="<2@x>")}
    monkeypatch.setattr(imap, "MOST_OF_A_LETTER", 2_000)
    assert pick_up_mails(now_fn=lambda: NOW)["questions"] == 1
    with reading() as session:
        made = session.scalars(select(Submission)).one()
    assert any("大きすぎて" in question.message for question in made.draft.questions)


def test_the_tick_looks_every_five_minutes(box: Mailbox) -> None:
    report = tick(now_fn=lambda: NOW)
    assert report.done["mails"] == 4
    box.mails[9] = letter(message_id="<9@x>")
    assert pick_up_due(now_fn=lambda: NOW + timedelta(minutes=4)) == 0
    assert pick_up_due(now_fn=lambda: NOW + timedelta(minutes=5)) == 1


def test_by_command(box: Mailbox) -> None:
    answer = CliRunner().invoke(command, ["mails", "--json"], catch_exceptions=False)
    assert answer.exit_code == 0
    assert '"received": 2' in answer.stdout
    assert "読みました" in CliRunner().invoke(command, ["mails"]).stdout


def test_without_a_mailbox_nothing_is_looked_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOTIFIER_SUBMISSIONS_IMAP_URL", raising=False)
    settings.cache_clear()
    assert pick_up_due(now_fn=lambda: NOW) == 0
    assert CliRunner().invoke(command, ["mails"]).exit_code == 2


def test_with_one_hub_everything_is_for_it(server: Mailbox) -> None:
    server.mails = {
        1: letter(message_id="<1@x>").replace(b"To: news@nishi.example.jp", b"To: x@example.net"),
        4: b"no mail\n",
    }
    assert pick_up_mails(now_fn=lambda: NOW) == {"read": 2, "received": 1, "errors": 1}


def test_returned_mails_count_where_those_are_read(
    server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address we send from takes both; neither reader may take from the other."""
    handed: list[bytes] = []
    monkeypatch.setattr(flow, "take_bounce", lambda raw, now: handed.append(raw))
    dead = report(said="550 5.1.1 User unknown", status="5.1.1", recipient="x@example.jp")
    server.mails = {1: dead, 2: letter(message_id="<2@x>")}
    assert pick_up_mails(now_fn=lambda: NOW) == {"read": 2, "received": 1, "rejected": 1}
    assert handed == [dead]


def test_a_returned_mail_is_handed_on_though_we_died_before(
    server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it came is committed before the other reader has it."""
    handed: list[bytes] = []

    def dies_once(raw: bytes, now: datetime) -> None:
        handed.append(raw)
        if len(handed) == 1:
            raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(flow, "take_bounce", dies_once)
    server.mails = {
        1: report(said="550 5.1.1 User unknown", status="5.1.1", recipient="x@example.jp")
    }
    with pytest.raises(OperationalError):
        pick_up_mails(now_fn=lambda: NOW)
    assert server.read == set()
    assert pick_up_mails(now_fn=lambda: NOW)["duplicates"] == 1
    assert handed == [server.mails[1]] * 2
