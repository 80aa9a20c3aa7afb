"""``notifier mailroom bounces``: a file, an mbox, a Maildir, a folder, standard input."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.cli.mailroom import command
from notifier.hubs import Hub
from tests.mailroom.bounce_samples import FEEDBACK, plain, report

DEAD = report(said="550 5.1.1 User unknown", status="5.1.1")
FULL = report(said="552 5.2.2 Mailbox full", status="5.2.2")
AWAY = plain("不在です", sender="reader@example.jp", subject="自動返信: 不在")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def hub(session: Session, hub: Hub) -> Hub:
    session.commit()
    return hub


def run(source: str, typed: bytes = b"") -> dict[str, int]:
    arguments = ["bounces", source, "--hub", "nishi", "--json"]
    answer = CliRunner().invoke(command, arguments, input=typed, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    counted: dict[str, int] = json.loads(answer.stdout)
    return {name: number for name, number in counted.items() if number}


@pytest.mark.usefixtures("hub")
def test_one_file_and_again(tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(DEAD)
    assert run(str(file)) == {"read": 1, "hard": 1, "unknown_recipient": 1}
    assert run(str(file)) == {"read": 1, "seen": 1}


@pytest.mark.usefixtures("hub")
def test_a_maildir(tmp_path: Path) -> None:
    for room, name, raw in (
        ("new", "1", DEAD),
        ("cur", "2:2,S", FULL),
        ("cur", "3:2,", AWAY),
        ("tmp", "4", b"half a mail"),
        ("new", "5", FEEDBACK.replace(b"KIND", b"abuse")),
        ("new", "6", b"\xff\xfe\x00"),
    ):
        (tmp_path / room).mkdir(exist_ok=True)
        (tmp_path / room / name).write_bytes(raw)
    assert run(str(tmp_path)) == {
        "read": 5, "hard": 1, "soft": 1, "complaint": 1, "ignored": 2, "unknown_recipient": 3,
    }  # fmt: skip


@pytest.mark.usefixtures("hub")
def test_an_mbox_from_standard_input_and_a_folder(tmp_path: Path) -> None:
    line = b"From MAILER-DAEMON Fri Nov 20 12:00:00 2026\n"
    mbox = b"\n".join(line + raw.replace(b"\r\n", b"\n") for raw in (DEAD, FULL))
    assert run("-", mbox) == {"read": 2, "hard": 1, "soft": 1, "unknown_recipient": 2}
    (tmp_path / "a.eml").write_bytes(FULL)
    assert run(str(tmp_path)) == {"read": 1, "soft": 1, "unknown_recipient": 1}
    assert run("-", b"") == {}


@pytest.mark.usefixtures("hub")
def test_where_nothing_was_found_people_are_told_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    for source in (str(tmp_path / "empty"), str(tmp_path / "folder"), "-"):
        answer = CliRunner().invoke(command, ["bounces", source, "--hub", "nishi"], input=b"")
        assert answer.exit_code == 0
        assert "1通もありませんでした" in answer.stdout
        assert "Maildir" in answer.stdout


@pytest.mark.usefixtures("hub")
def test_for_people() -> None:
    answer = CliRunner().invoke(command, ["bounces", "-", "--hub", "nishi"], input=DEAD)
    assert "1通読みました" in answer.stdout
