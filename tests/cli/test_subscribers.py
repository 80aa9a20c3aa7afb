"""``notifier subscribers import | export``."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.cli.subscribers import command
from notifier.hubs import Hub
from notifier.subscribers import NoConsentError

HEAD = "channel,address,districts,birth_months,themes,language,consented_at,source\n"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(reading=True), expire_on_commit=False) as one:
        yield one


@pytest.fixture
def hub(session: Session, hub: Hub) -> Hub:
    session.commit()
    return hub


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_import_and_export(hub: Hub, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "readers.csv"
    file.write_text(
        HEAD
        + "email,a@example.jp,d1,2025-09,play,ja,2025-04-01,申込書\n"
        + "email,bad,,,,,2025-04-01,\n"
    )
    report = json.loads(run("import", str(file), "--hub", hub.slug, "--json"))
    assert (report["rows"], report["imported"]) == (2, 1)
    assert report["errors"][0]["row"] == 3
    assert subscribers.counts(session, hub.id) == {"email": 1}
    session.rollback()
    text = run("export")
    assert text.splitlines()[1].startswith("email,a@example.jp,d1,2025-09,play,ja,2025-03-31T")
    (row,) = json.loads(run("export", "--json"))
    assert row["districts"] == ["d1"]


def test_without_consent_the_rows_are_named(hub: Hub, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "readers.csv"
    file.write_text(HEAD + "email,a@example.jp,,,,,2025-04-01,\nemail,b@example.jp,,,,,,\n")
    with pytest.raises(NoConsentError, match="行番号: 3"):
        run("import", str(file), "--hub", hub.slug)
    assert subscribers.counts(session, hub.id) == {}


def test_an_export_names_its_hub_when_there_are_several(
    session: Session, hub: Hub, other_hub: Hub
) -> None:
    session.commit()
    assert hub.id != other_hub.id
    answer = CliRunner().invoke(command, ["export"])
    assert answer.exit_code == 2
