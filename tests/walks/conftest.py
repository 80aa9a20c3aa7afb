"""Fixtures of the stories."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.walks import town as outside
from tests.walks.town import Town


@pytest.fixture
def town(
    engine: Engine,
    schema_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> Iterator[Town]:
    """Two hubs with their people and items, on Friday 2026-11-20 12:00 in Tokyo."""
    del engine
    with outside.town(tmp_path, schema_url, monkeypatch, now=now) as made:
        yield made
