"""A live service on loopback for one folder: the pages, the simulator, and a clock to move.

Everything runs in this process, so that a test moves the clock and rings the tick by a call.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from notifier import hubs, subscribers
from notifier.cli.practice import fill as practice
from notifier.cli.practice.browser import Browser
from notifier.cli.practice.friday import GROUP_MAIL
from notifier.cli.practice.mailbox import mails_to
from notifier.cli.practice.stage import free_port
from notifier.config import settings
from notifier.flows.tick import tick
from notifier.kit import clock, db
from notifier.simulator import Control, thread
from notifier.simulator.maildir import Mail
from notifier.simulator.server import open_server
from tests.databases import database_of_our_own, hurry
from tests.fakes.application import own_app
from tests.walks.laid_out import fill

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # 12:00 in Yokohama
HUB = "nishi"
READERS = 40


@dataclass(frozen=True, slots=True)
class Live:
    """Where the pages and the simulator answer, and what happened there."""

    origin: str
    line_url: str
    mail_dir: Path
    control: Control
    app: Flask

    def tick(self) -> None:
        """Do everything that is due, as the worker would."""
        report = tick(now_fn=clock.now)
        assert report.errors == {}, report.errors

    def move_to(self, moment: datetime) -> None:
        """Set the clock of the service, the simulator and the ticks."""
        clock.set_offset((moment - clock.now() + clock.offset()).total_seconds())

    def mail_to(self, address: str) -> Mail:
        """The newest mail to one address, after a tick."""
        self.tick()
        return mails_to(self.mail_dir, address)[0]

    def hand_in(self, title: str) -> None:
        """A group sends a whole item by the form; it then waits at the desk."""
        group = Browser(self.origin)
        day = clock.today() + timedelta(days=(5 - clock.today().weekday()) % 7 + 4)
        group.send(
            group.get(f"/{HUB}/submit"),
            "submit",
            title=title,
            organiser="藤だなサロン",
            place_name="藤だな自治会館",
            date_1=day.isoformat(),
            start_1="10:00",
            end_1="11:00",
            audience_text="どなたでも",
            fee_text="無料",
            apply_text="申込不要",
            contact_public="藤だなサロン 045-000-0002",
            body="ゆっくり歩きます。",
            email=GROUP_MAIL,
        )
        self.tick()

    def next_sending(self) -> datetime:
        """When the next weekly edition goes out."""
        with db.reading() as session:
            return hubs.next_weekly_slot(hubs.find_hub(session, HUB), after=clock.now())

    def phones(self) -> dict[str, int]:
        """How many multicast messages each LINE friend has received."""
        got = self.control.received(practice.channel_id(HUB), kind="multicast")
        return {user: sum(times.values()) for user, times in got.items()}

    def reader_state(self, address: str) -> str:
        """The state of one mail address, as the service keeps it."""
        with db.reading() as session:
            hub = hubs.find_hub(session, HUB)
            found = subscribers.find_address(session, hub.id, channel="email", address=address)
            return found.state.value if found else "unknown"


@contextmanager
def live(folder: Path) -> Iterator[Live]:
    """The practice world on a Friday at noon, served until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    offset = clock.offset()
    with ExitStack() as stack:
        stack.callback(settings.cache_clear)
        stack.callback(clock.set_offset, offset.total_seconds())
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        database_url = stack.enter_context(_database(folder))
        port = free_port()
        clock.set_offset((FRIDAY - clock.now() + clock.offset()).total_seconds())
        simulator = thread.start(
            database=folder / "simulator.sqlite3", mail_dir=folder / "mail", clock=clock.now
        )
        stack.callback(simulator.stop)
        for name, value in {
            "NOTIFIER_DATABASE_URL": database_url,
            "NOTIFIER_VAR_DIR": str(folder),
            "NOTIFIER_MEDIA_DIR": str(folder / "media"),
            "NOTIFIER_BROKER_URL": "embedded",
            "NOTIFIER_BASE_URL": f"http://127.0.0.1:{port}",
            "NOTIFIER_SMTP_URL": f"maildir:{folder}/mail",
            "NOTIFIER_LINE_API_URL": simulator.url,
            "NOTIFIER_LINE_DATA_API_URL": simulator.url,
            "NOTIFIER_PRACTICE": "1",
            "NOTIFIER_CLOCK_OFFSET": "0",
        }.items():
            environment.setenv(name, value)
        settings.cache_clear()
        engine = db.open_engine(database_url)
        hurry(engine)
        db.use(engine)
        stack.callback(engine.dispose)
        stack.callback(db.use, None)
        db.Base.metadata.create_all(engine)
        app = own_app(settings())
        stack.callback(_serve(port, app))
        fill(readers=READERS, now=FRIDAY)
        yield Live(settings().base_url, simulator.url, folder / "mail", Control(simulator.url), app)


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A SQLite file, or a database of our own on the server the tests are given."""
    if not os.environ.get("NOTIFIER_TEST_DATABASE_URL"):
        yield f"sqlite:///{folder}/notifier.sqlite3"
        return
    with database_of_our_own("browser") as url:
        yield url


def _serve(port: int, app: Flask) -> Callable[[], None]:
    """Answer on ``port`` in a thread; returns what ends it."""
    server = open_server("127.0.0.1", port, app)
    running = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="pages", daemon=True
    )
    running.start()

    def stop() -> None:
        server.shutdown()
        running.join()
        server.server_close()

    return stop
