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
from notifier.config import settings
from notifier.kit.db import writing
from notifier.simulator import Control, thread
from notifier.wire import smtp
from tests.delivery.mailing import READERS, Mailing, Post, Use, make_mailing
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
def line_only(here: World, now: datetime) -> Ready:
    """40 LINE readers, nobody by mail."""
    return make_ready(here, now, line=40, email=0)


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


@pytest.fixture
def control(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[Control]:
    """A LINE platform."""
    running = thread.start(
        database=tmp_path / "line.sqlite3", mail_dir=tmp_path / "mail", clock=lambda: now
    )
    for name in ("NOTIFIER_LINE_API_URL", "NOTIFIER_LINE_DATA_API_URL"):
        monkeypatch.setenv(name, running.url)
    settings.cache_clear()
    yield Control(running.url)
    running.stop()
    settings.cache_clear()


@pytest.fixture
def lining(engine: Engine, control: Control, now: datetime) -> Mailing:
    """The same edition to readers on LINE; everybody is a friend."""
    del engine
    made = make_mailing(READERS, channel="line", now=now)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        practice.register_channel(session, hub, now)
    control.add_friends(practice.channel_id("nishi"), made.addresses)
    return made
