"""``notifier intake import``: one JSON document, exit codes, another hub's groups unknown."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from notifier import directory, intake
from notifier.audit import Actor
from notifier.cli.intake import command
from notifier.hubs import Hub
from notifier.kit import clock, db
from notifier.kit.errors import NotFoundError
from tests.conftest import NOW, _hub

TABLE = (
    "行事名,開催日,開始時刻,終了時刻,会場,対象\n"
    "おはなし会,2026-12-05,10:00,11:00,図書館,0歳児\n"
    "つどい,2026-12-09,,,集会所,未就園児\n"
)
EDITOR = Actor("staff", "編集担当A", "1")


@pytest.fixture
def hubs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> tuple[Hub, Hub]:
    """Two hubs, committed, in the database the command opens; each with a group of its own."""
    monkeypatch.setattr(db, "engine", lambda: engine)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with db.writing() as session:
        here = _hub(session, "nishi", "西区", NOW)
        there = _hub(session, "kohoku", "港北区", NOW)
        directory.add_group(session, here, name="サロンA", key="salon-a", by=EDITOR, now=NOW)
        directory.add_group(session, there, name="サロンB", key="salon-b", by=EDITOR, now=NOW)
    return here, there


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A small file."""
    path = tmp_path / "202612.csv"
    path.write_text(TABLE, encoding="cp932")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["import", *arguments])


def stored(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(intake.Submission)) or 0


def test_the_json_adds_up(hubs: tuple[Hub, Hub], engine: Engine, table: str) -> None:
    answer = run(table, "--hub", "nishi", "--group", "salon-a", "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.output) == {
        "received": 1,
        "duplicates": 0,
        "questions": 1,
        "rejected": 1,
        "errors": [],
        "rows": 3,
    }
    again = json.loads(run(table, "--hub", "nishi", "--group", "salon-a", "--json").output)
    assert (again["duplicates"], again["received"]) == (2, 0)
    assert stored(engine) == 2


def test_a_rehearsal_stores_nothing(hubs: tuple[Hub, Hub], engine: Engine, table: str) -> None:
    answer = run(table, "--hub", "nishi", "--month", "2026-12", "--dry-run")
    assert answer.exit_code == 0
    assert "何も保存していません" in answer.output
    assert stored(engine) == 0


def test_a_group_of_another_hub_is_unknown(
    hubs: tuple[Hub, Hub], engine: Engine, table: str
) -> None:
    answer = run(table, "--hub", "nishi", "--group", "salon-b")
    assert isinstance(answer.exception, NotFoundError)
    assert "salon-b" in str(answer.exception)
    assert stored(engine) == 0


def test_wrong_usage_is_exit_2(hubs: tuple[Hub, Hub], table: str) -> None:
    assert run(table).exit_code == 2  # several hubs and none named
    assert run(table, "--hub", "nishi", "--month", "12月").exit_code == 2
    assert run("no-such-file.csv", "--hub", "nishi").exit_code == 2


def test_an_unreadable_file_says_what_we_accept(hubs: tuple[Hub, Hub], tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")
    answer = run(str(path), "--hub", "nishi")
    assert isinstance(answer.exception, intake.UnreadableFileError)
    assert "Excel" in str(answer.exception)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//JA
BEGIN:VEVENT
UID:1@x
SUMMARY:おはなし会
DTSTART;TZID=Asia/Tokyo:20261205T100000
LOCATION:図書館
END:VEVENT
BEGIN:VEVENT
UID:2@x
SUMMARY:中止の会
DTSTART;TZID=Asia/Tokyo:20261206T100000
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:3@x
SUMMARY:こわれた会
END:VEVENT
BEGIN:VEVENT
UID:4@x
DTSTART;TZID=Asia/Tokyo:20261207T100000
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_file_adds_up_and_is_taken_once(
    hubs: tuple[Hub, Hub], engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "cal.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    arguments = (str(path), "--source", "ical", "--hub", "nishi", "--group", "salon-a", "--json")
    assert json.loads(run(*arguments, "--dry-run").output)["received"] == 1
    assert stored(engine) == 0
    first = json.loads(run(*arguments).output)
    message = "3件目「こわれた会」：始まりの日時がありません"
    assert first == {
        "received": 1,
        "duplicates": 0,
        "questions": 1,
        "rejected": 1,
        "errors": [{"row": 3, "message": message}],
        "rows": 4,
    }
    again = json.loads(run(*arguments).output)
    assert (again["received"], again["questions"], again["duplicates"]) == (0, 0, 2)
    assert stored(engine) == 2


def test_what_is_no_calendar_is_said(hubs: tuple[Hub, Hub], tmp_path: Path) -> None:
    path = tmp_path / "cal.ics"
    path.write_bytes(b"<html>")
    answer = run(str(path), "--source", "ical", "--hub", "nishi")
    assert "もう一度書き出して、お送りください" in str(answer.exception), "no address to mend"


def test_poll_reports_each_feed_of_its_hub(hubs: tuple[Hub, Hub]) -> None:
    """Addresses inside are refused by the guard, and that is a sentence, not an error."""
    with db.writing() as session:
        for number, hub in enumerate(hubs):
            intake.add_feed(
                session,
                hub,
                url="http://127.0.0.1:9/rss",
                kind="rss",
                key=f"f{number}",
                by=EDITOR,
                now=NOW,
            )
    answer = CliRunner().invoke(command, ["poll", "--hub", "nishi", "--json"])
    assert answer.exit_code == 0
    told = json.loads(answer.output.splitlines()[-1])
    assert told["errors"][0].pop("message").startswith("このアドレスは読みこめません。")
    assert told == {
        "feeds": 1,
        "new": 0,
        "changed": 0,
        "questions": 0,
        "errors": [{"feed": "f0"}],
    }
    other = CliRunner().invoke(command, ["poll", "--hub", "nishi", "--feed", "f1"])
    assert isinstance(other.exception, NotFoundError)
