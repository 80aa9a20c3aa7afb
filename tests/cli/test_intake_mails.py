"""``notifier intake import --source email``: files of mails, each mail by itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from notifier import directory, intake
from notifier.audit import Actor
from notifier.cli.intake import command
from notifier.flows import take_alone
from notifier.kit import clock, db
from notifier.kit.errors import NotFoundError
from tests.conftest import NOW, _hub
from tests.intake.letters import letter

EDITOR = Actor("staff", "編集担当A", "1")


@pytest.fixture(autouse=True)
def _hubs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "engine", lambda: engine)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with db.writing() as session:
        here = _hub(session, "nishi", "西区", NOW)
        _hub(session, "kohoku", "港北区", NOW)
        directory.add_group(session, here, name="サロンA", key="salon-a", by=EDITOR, now=NOW)


def run(*arguments: str, given: bytes | None = None) -> Result:
    words = ["import", *arguments, "--source", "email", "--hub", "nishi"]
    return CliRunner().invoke(command, words, input=given)


def told(*arguments: str, given: bytes | None = None) -> dict[str, object]:
    answer = run(*arguments, "--json", given=given)
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def stored(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(intake.Submission)) or 0


def test_one_mail_then_the_same_again(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(letter(charset="iso-2022-jp"))
    numbers = {
        "received": 1,
        "duplicates": 0,
        "questions": 0,
        "rejected": 0,
        "errors": [],
        "rows": 1,
    }
    assert told(str(path)) == numbers | {"mails": 1, "notes": []}
    assert told(str(path))["duplicates"] == 1
    assert stored(engine) == 1


def test_a_folder_with_a_broken_mail_and_an_automatic_one(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "1.eml").write_bytes(b"\x00\x01 this is no mail")
    (tmp_path / "2.eml").write_bytes(letter(Auto_Submitted="auto-replied"))
    (tmp_path / "3.eml").write_bytes(letter())
    data = told(str(tmp_path))
    assert (data["received"], data["rejected"], data["rows"], data["mails"]) == (1, 1, 3, 3)
    assert data["errors"] == [
        {
            "row": 1,
            "message": "1通目: メールの形になっていないため、読めませんでした。"
            "メールソフトから保存し直してください。",
        }
    ]
    assert data["notes"] == [{"row": 2, "message": "2通目: 自動返信なので、受け付けませんでした。"}]
    assert stored(engine) == 1
    said = run(str(tmp_path)).output
    assert "メール 3通" in said
    assert "重複 2" in said


def test_an_mbox_on_standard_input(engine: Engine) -> None:
    mbox = b"".join(
        b"From a@example.jp Fri Nov 20 11:00:00 2026\n" + letter(message_id=f"<{n}@x>") + b"\n\n"
        for n in range(3)
    )
    assert told("-", given=mbox)["received"] == 3
    assert stored(engine) == 3


def test_a_rehearsal_stores_nothing(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(letter())
    answer = run(str(path), "--dry-run")
    assert "何も保存していません" in answer.output
    assert stored(engine) == 0
    assert told(str(path))["received"] == 1


def test_a_group_is_vouched_for(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(letter())
    assert told(str(path), "--group", "salon-a")["received"] == 1
    with Session(engine) as session:
        assert session.scalars(select(intake.Submission)).one().is_verified_sender
    assert isinstance(run(str(path), "--group", "salon-b").exception, NotFoundError)


def test_a_mail_that_breaks_is_a_line_and_the_next_is_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = take_alone.take_mail

    def stumble(*given: Any, **facts: Any) -> object:
        if given[2].message_id == "<0@x>":
            raise KeyError("a mistake of ours")
        return take(*given, **facts)

    monkeypatch.setattr(take_alone, "take_mail", stumble)
    mbox = b"".join(
        b"From a@example.jp Fri Nov 20 11:00:00 2026\n" + letter(message_id=f"<{n}@x>") + b"\n\n"
        for n in range(2)
    )
    with capture_logs():
        found = told("-", given=mbox)
    assert (found["received"], found["errors"]) == (
        1,
        [{"row": 1, "message": f"1通目: {take_alone.FAILED}"}],
    )


def test_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(letter())
    assert run(str(path), "--month", "2026-12").exit_code == 2
    assert run("no-such.eml").exit_code == 2
    assert CliRunner().invoke(command, ["import", str(tmp_path), "--hub", "nishi"]).exit_code == 2
    assert CliRunner().invoke(command, ["import", "-", "--hub", "nishi"]).exit_code == 2
    nothing = tmp_path / "none"
    nothing.mkdir()
    assert "メールが1通もありませんでした" in run(str(nothing)).output
