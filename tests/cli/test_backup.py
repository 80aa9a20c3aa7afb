"""``notifier backup`` and ``restore``: keys, refusals in sentences, and what is printed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, inspect, select, table, text

from notifier import audit, migrations
from notifier.cli import backup_key
from notifier.cli.backup import command as backup
from notifier.cli.restore import command as restore
from notifier.config import settings
from notifier.hubs import all_hubs
from notifier.kit import db
from notifier.kit.db import reading, writing
from notifier.kit.errors import NotifierError
from notifier.kit.sealed_file import DamagedFileError
from tests.conftest import _hub


@pytest.fixture
def place(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A migrated database of its own with one hub."""
    for name in ("VAR", "MEDIA"):
        monkeypatch.setenv(f"NOTIFIER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("NOTIFIER_LEFT_LOG", str(tmp_path / "left.jsonl"))
    monkeypatch.setattr(backup_key, "WORK_TYPED", 2)
    settings.cache_clear()
    made = use(tmp_path / "one.sqlite3")
    with writing() as session:
        _hub(session, "nishi", "西区", now)
    yield tmp_path
    made.dispose()
    db.use(None)
    settings.cache_clear()


def use(path: Path) -> Engine:
    made = db.open_engine(f"sqlite:///{path}")
    migrations.upgrade(made)
    db.use(made)
    return made


def run(command: object, *arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(command, arguments, input=said)  # type: ignore[arg-type]


def test_a_command_by_itself_writes_every_table(place: Path) -> None:
    """A new process knows only the tables of the rooms it entered: none may be left out."""
    file = place / "all.backup"
    url = str(db.engine().url)
    done = subprocess.run(
        [sys.executable, "-m", "notifier.cli", "backup", str(file), "--json"],
        env=os.environ | {"NOTIFIER_DATABASE_URL": url},
        capture_output=True,
        check=True,
    )
    with db.reading() as session:
        there = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
        rows = sum(
            session.scalar(select(func.count()).select_from(table(name))) or 0 for name in there
        )
    told = json.loads(done.stdout)
    assert (told["tables"], told["rows"]) == (len(there), rows)
    assert len(there) > 55
    back = db.open_engine(f"sqlite:///{place}/back.sqlite3")
    restored = subprocess.run(
        [sys.executable, "-m", "notifier.cli", "restore", str(file), "--without-left-log"],
        env=os.environ | {"NOTIFIER_DATABASE_URL": str(back.url)},
        capture_output=True,
        check=False,
    )
    assert restored.returncode == 0, restored.stderr.decode()


def test_a_table_nobody_knows_is_not_left_out_silently(place: Path) -> None:
    with writing() as session:
        session.execute(text("CREATE TABLE added_by_hand (id INTEGER)"))
    done = run(backup, str(place / "all.backup"))
    assert isinstance(done.exception, NotifierError)
    assert "added_by_hand" in str(done.exception)
    assert not (place / "all.backup").exists()


def test_a_key_is_made_once_and_brings_it_back(place: Path) -> None:
    file = place / "all.backup"
    first = json.loads(run(backup, str(file), "--json").stdout)
    assert (first["key_made"], first["tables"] > 30) == (True, True)
    key = place / "var" / "backup.key"
    assert key.stat().st_mode & 0o077 == file.stat().st_mode & 0o077 == 0
    assert "西区".encode() not in file.read_bytes()
    assert "NOTIFIER_SECRET_KEY" in run(backup, str(file), "--replace").stdout
    other = db.open_engine(f"sqlite:///{place}/two.sqlite3")
    db.use(other)
    refused = run(restore, str(file))
    assert isinstance(refused.exception, NotifierError)
    assert "--without-left-log" in str(refused.exception)
    with reading() as session:
        assert all_hubs(session) == []
    done = run(restore, str(file), "--without-left-log")
    assert done.exit_code == 0, done.output
    assert "/admin/restored" in done.stdout
    assert "やめた読者の控えが見つかりません" in done.stdout
    assert "やめたままです" not in done.stdout
    with reading() as session:
        assert [hub.slug for hub in all_hubs(session)] == ["nishi"]
    other.dispose()


def test_a_passphrase_from_a_pipe(place: Path) -> None:
    file, words = str(place / "all.backup"), "ひらけ、ごまごまごまごま\n"
    assert run(backup, file, "--passphrase", "--json", said=words).exit_code == 0
    short = run(backup, str(place / "other.backup"), "--passphrase", said="ごま\n")
    assert "12文字以上" in short.output
    answer = run(restore, file, "--passphrase", "--replace", "--json", said=words + "復元する\n")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["held_editions"], told["left_log_found"], told["gone_again"]) == (0, True, 0)


def test_without_the_log_nobody_is_said_to_stay_gone(place: Path) -> None:
    file = str(place / "all.backup")
    run(backup, file)
    other = db.open_engine(f"sqlite:///{place}/two.sqlite3")
    db.use(other)
    (place / "left.jsonl").touch()  # as the clock of a new machine leaves it
    answer = run(restore, file, "--without-left-log", "--json")
    told = json.loads(answer.stdout)
    assert (told["left_log_found"], told["gone_again"]) == (False, None)
    with reading() as session:
        said = audit.last_deed(session, all_hubs(session)[0].id, verb="restore")
        assert said is not None
        assert "控えが見つかりません" in said.sentence
        assert "やめたままにしました" not in said.sentence
    other.dispose()


def test_replacing_asks_for_the_word(place: Path) -> None:
    file = str(place / "all.backup")
    run(backup, file)
    answer = run(restore, file, "--replace", said="はい\n")
    assert answer.exit_code == 1
    assert "何も変えていません" in answer.output
    refused = run(restore, file)
    assert isinstance(refused.exception, NotifierError)
    assert "--replace" in str(refused.exception)


def test_a_missing_or_empty_key_is_said(place: Path) -> None:
    file, empty = str(place / "all.backup"), place / "empty.key"
    run(backup, file)
    assert "--passphrase" in run(restore, file, "--key-file", str(place / "none.key")).output
    empty.write_text("\n")
    assert "1行目" in run(restore, file, "--key-file", str(empty)).output


def test_a_folder_that_is_not_there_is_said(place: Path) -> None:
    answer = run(backup, str(place / "nowhere" / "all.backup"))
    assert answer.exit_code == 1
    assert "書けませんでした" in answer.output
    assert "mkdir -p" in answer.output
    assert not (place / "var" / "backup.key").exists(), "no key is made in vain"


def test_a_file_that_is_there_is_not_written_over(place: Path) -> None:
    file = place / "all.backup"
    file.write_bytes(b"last week's")
    answer = run(backup, str(file))
    assert answer.exit_code == 1
    assert "--replace" in answer.output
    assert file.read_bytes() == b"last week's"
    assert run(backup, str(file), "--replace").exit_code == 0
    assert file.read_bytes() != b"last week's"


def test_nobody_is_asked_for_the_word_about_a_file_that_cannot_be_read(place: Path) -> None:
    run(backup, str(place / "good.backup"))
    bad = place / "bad.backup"
    bad.write_bytes(b"not a backup\n")
    answer = run(restore, str(bad), "--replace")
    assert isinstance(answer.exception, DamagedFileError)
    assert "復元する" not in answer.output
    with reading() as session:
        assert [hub.slug for hub in all_hubs(session)] == ["nishi"]
