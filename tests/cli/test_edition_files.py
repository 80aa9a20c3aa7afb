"""``notifier edition compose newsletter`` and ``edition files``."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.cli import cli
from notifier.hubs import Hub
from notifier.kit import clock


@pytest.fixture
def session(engine: Engine) -> Session:
    """A committed world, as commands see it."""
    return Session(engine, expire_on_commit=False)


def run(*words: str) -> dict[str, object]:
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_month_is_composed_and_written(
    session: Session, hub: Hub, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()
    session.close()
    monkeypatch.setattr(clock, "now", lambda: now)
    made = run("edition", "compose", "newsletter", "--hub", hub.slug)
    assert made["on"] == "2026-12-01"
    assert made["readers"] == {"line": 0, "email": 0}
    assert run("edition", "compose", "newsletter", "--on", "2026-12-31", "--hub", hub.slug) == made
    done = run("edition", "files", str(made["id"]), "--out", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "newsletter-2026-12.docx",
        "newsletter-2026-12.pdf",
        "newsletter-2026-12.txt",
        "newsletter-2026-12.ward.txt",
    ]
    assert done["warnings"] == []
    weekly = run("edition", "compose", "weekly", "--hub", hub.slug)
    words = ["edition", "files", str(weekly["id"]), "--out", str(tmp_path)]
    refused = CliRunner().invoke(cli, words)
    assert refused.exit_code != 0
    assert "印刷用のファイルはありません" in f"{refused.output}{refused.exception}"
