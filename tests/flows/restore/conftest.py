"""Two hubs in the database and folders of their own, to be backed up and brought back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.config import settings
from notifier.flows.backup import backup
from notifier.flows.restore import Restored, restore
from tests.conftest import NOW, _hub
from tests.web.neighbour import Neighbour, settle

KEY = ("open sesame, please", 2)
LATER = NOW + timedelta(days=1)
OPERATOR = Actor("operator", "この機械（OSユーザー a）", "a")


@pytest.fixture
def place(tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders of this test, and a world of two hubs in the database."""
    monkeypatch.setenv("NOTIFIER_MEDIA_DIR", str(tmp_path / "media"))
    monkeypatch.setenv("NOTIFIER_LEFT_LOG", str(tmp_path / "left" / "log.jsonl"))
    settings.cache_clear()
    (tmp_path / "media" / "00").mkdir(parents=True)
    (tmp_path / "media" / "00" / ("0" * 64)).write_bytes(b"png")
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def us(place: Path, engine: Engine) -> Neighbour:
    with Session(engine, expire_on_commit=False) as session:
        hub, other = _hub(session, "nishi", "西区", NOW), _hub(session, "kohoku", "港北区", NOW)
        made = settle(session, hub)
        settle(session, other)
        return made


def back_up(place: Path, revision: str = "0001") -> Path:
    file = place / "all.backup"
    backup(file, KEY, version="0.1.0", revision=revision, now=NOW)
    return file


def bring_back(
    file: Path, *, words: str = KEY[0], revision: str = "0001", replace: bool = True
) -> Restored:
    return restore(file, words, revision=revision, replace=replace, by=OPERATOR, now=LATER)
