"""A database of a benchmark's own, with one hub and its people, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from notifier import hubs
from notifier.audit import Actor
from notifier.config import settings
from notifier.kit import db
from notifier.migrations import upgrade

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
STAFF = Actor("staff", "発行責任者A", "1")


@contextmanager
def own_database() -> Iterator[Path]:
    """A fresh SQLite database in a folder that is removed, used by this process meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NOTIFIER_VAR_DIR"] = folder
        os.environ["NOTIFIER_PRACTICE"] = "1"
        settings.cache_clear()
        made = db.open_engine(f"sqlite:///{folder}/bench.sqlite3")
        upgrade(made)
        db.use(made)
        try:
            yield Path(folder)
        finally:
            db.use(None)
            made.dispose()


def bench_hub(session: Session) -> hubs.Hub:
    """The hub a benchmark is about."""
    return hubs.create_hub(
        session, "西区の拠点（計測）", ward_code="141038", slug="nishi", by=STAFF, now=NOW
    )
