"""``notifier export events``."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.cli import export
from notifier.hubs import Hub
from notifier.kit import clock, db
from notifier.listings import publish
from tests.listings.conftest import make_draft, make_submission


@pytest.fixture
def session(engine: Engine) -> Session:
    """A session whose work the command sees."""
    return Session(engine, expire_on_commit=False)


@pytest.fixture
def runner(
    engine: Engine,
    session: Session,
    hub: Hub,
    editor: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> CliRunner:
    """The command on the test database, with one listing."""
    submission = make_submission(session, hub, now, "cli")
    publish(session, make_draft(), submission=submission, by=editor, now=now)
    session.commit()
    session.close()
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(export, "reading", lambda: db.reading(engine))
    return CliRunner()


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], b"\xef\xbb\xbf"),
        (["--format", "ics"], b"BEGIN:VCALENDAR"),
        (["--format", "rss"], b"<?xml"),
        (["--standard", "gif"], b"{"),
        (["--standard", "suisho", "--format", "csv"], b"\xef\xbb\xbf"),
    ],
)
def test_to_standard_output(runner: CliRunner, arguments: list[str], start: bytes) -> None:
    result = runner.invoke(export.command, ["events", *arguments])
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(start)
    assert "ベビーマッサージ".encode() in result.stdout_bytes


def test_to_a_file(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "events.json"
    result = runner.invoke(
        export.command,
        ["events", "--format", "json", "--out", str(out), "--hub", "nishi", "--json"],
    )
    said = json.loads(result.stdout)
    assert said == {
        "out": str(out),
        "format": "json",
        "listings": 1,
        "bytes": out.stat().st_size,
        "empty_required": {},
    }


@pytest.mark.parametrize("arguments", [["--standard", "gif", "--format", "ics"], ["--json"]])
def test_wrong_usage(runner: CliRunner, arguments: list[str]) -> None:
    assert runner.invoke(export.command, ["events", *arguments]).exit_code == 2


def test_a_place_nobody_can_write_to(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(export.command, ["events", "--out", str(tmp_path / "no" / "x.csv")])
    assert result.exit_code == 1
    assert "書き込めません" in result.output


def test_two_hubs_and_none_named(runner: CliRunner, session: Session, other_hub: Hub) -> None:
    session.commit()
    session.close()
    assert other_hub.slug == "kohoku"
    assert runner.invoke(export.command, ["events"]).exit_code == 2
    result = runner.invoke(export.command, ["events", "--hub", "kohoku"])
    assert "ベビーマッサージ".encode() not in result.stdout_bytes


def test_a_wish_narrows_it_and_gaps_are_named(runner: CliRunner) -> None:
    none = runner.invoke(export.command, ["events", "--standard", "gif", "--outlet", "pamatoko"])
    assert '"events": []' in none.stdout
    suisho = runner.invoke(export.command, ["events", "--standard", "suisho"])
    assert "必須の項目のうち" in suisho.stderr
    assert "イベント名_カナ 2行" in suisho.stderr
