"""What stories of mails need: where files go, and a group whose address letters carry."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from notifier import directory
from notifier.audit import Actor
from notifier.config import settings
from notifier.hubs import Hub
from tests.intake.letters import SENDER


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A media folder of this test."""
    monkeypatch.setitem(settings().__dict__, "media_dir", tmp_path)
    return tmp_path


@pytest.fixture
def group(session: Session, hub: Hub, editor: Actor, now: datetime) -> directory.Group:
    """A trusted group whose contact's address the letters carry."""
    made = directory.add_group(session, hub, name="サロンA", by=editor, now=now)
    directory.add_contact(session, made, label="代表", email=SENDER, by=editor, now=now)
    directory.trust_group(session, made, by=editor, now=now)
    return made
