"""An approved edition with readers, on the engine, and a simulator that serves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

import notifier.cli.practice.fill as practice
from notifier import hubs, subscribers
from notifier.kit.db import writing
from notifier.wire import smtp
from tests.delivery.mailing import Post, Use
from tests.walks.laid_out import fill, lay_out
from tests.walks.world import World, approved_edition, grid_readers, world


@dataclass
class Ready:
    """What a delivery test starts from; ``send_at`` is the hour of sending."""

    world: World
    edition_id: int
    send_at: datetime
    line_ids: list[str]
    mail_addresses: list[str]


@pytest.fixture
def here(
    engine: Engine,
    schema_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> Iterator[World]:
    """The world outside: simulator, sink, broker."""
    del engine
    with world(tmp_path, schema_url, monkeypatch, now=now) as made:
        yield made


@pytest.fixture
def ready(here: World, now: datetime) -> Ready:
    """60 LINE readers and 24 mail readers of the hub, an approved weekly edition."""
    return make_ready(here, now, line=60, email=24)


def make_ready(here: World, now: datetime, *, line: int, email: int) -> Ready:
    """Readers on a grid of districts × ages, and the edition approved for them."""
    made = lay_out(
        ("ready", line, email), lambda: _ready(here, now, line=line, email=email), now=now
    )
    return replace(made, world=here)


def _ready(here: World, now: datetime, *, line: int, email: int) -> Ready:
    fill(now=now)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        keys = [district.key for district in hubs.districts(session, hub.id)]
        rows = grid_readers(hub, keys, line=line, email=email, now=now)
        subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=now)
    line_ids = [row.address for row in rows if row.channel == "line"]
    here.control.add_friends(practice.channel_id("nishi"), line_ids)
    edition_id, send_at = approved_edition("nishi", now=now)
    return Ready(
        here,
        edition_id,
        send_at,
        line_ids,
        [row.address for row in rows if row.channel == "email"],
    )


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """``use(post)``: letters go there instead of to a relay."""

    def one(post: Post) -> Post:
        @contextmanager
        def opened(_url: str) -> Iterator[smtp.Mailer]:
            yield post

        monkeypatch.setattr(smtp, "open_mailer", opened)
        return post

    return one
