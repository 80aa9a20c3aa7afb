"""Fixtures every height of test shares: a fresh schema, two hubs, a fixed moment.

``NOTIFIER_TEST_DATABASE_URL`` runs the same tests on PostgreSQL; each test process makes a
schema of its own there and drops it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("NOTIFIER_SECRET_KEY", "test-secret-key-of-more-than-32-characters")
os.environ.setdefault("NOTIFIER_PRACTICE", "1")
os.environ.setdefault(
    "NOTIFIER_LEFT_LOG", f"{tempfile.gettempdir()}/notifier-test-left-{os.getpid()}.jsonl"
)

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier import audit, hubs
from notifier.accounts import passwords
from notifier.audit import Actor
from notifier.kit import db
from tests import brokers, databases

for _room in [
    "audit",
    "hubs",
    "mailroom",
    "accounts",
    "directory",
    "intake",
    "listings",
    "editorial",
    "subscribers",
    "editions",
    "delivery",
    "engagement",
    "indicators",
]:
    __import__(f"notifier.{_room}")

# A busy machine draws slowly; that says nothing about what is drawn.
drawing.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("shared")

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 12:00 in Yokohama


# Tests here make their databases themselves; all others that use the given one ask for ``schema_url``.
MAKE_THEIR_OWN = ("walks", "browser", "migrations")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Start with the files that take minutes, so that no process is left with one at the end.

    ``NOTIFIER_TEST_ONLY=services`` (the second run of ``make test``) leaves out what uses neither
    database nor broker, and how pages look: the first run has shown it, and no other server would
    change it. That every page is drawn, ``tests/web`` shows on both.
    """
    items.sort(key=_turn)
    if os.environ.get("NOTIFIER_TEST_ONLY") == "services":
        pure = [item for item in items if not _uses_services(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _uses_services(item)]


def _uses_services(item: pytest.Item) -> bool:
    if _kind(item) == "sqlite" or item.get_closest_marker("looks"):
        return False
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    fixtures = getattr(item, "fixturenames", ())
    return (
        folder in MAKE_THEIR_OWN
        or "schema_url" in fixtures
        or item.get_closest_marker("services") is not None
        or item.get_closest_marker("kill") is not None
    )


def _kind(item: pytest.Item) -> str:
    """The kind of database a test of the schema's steps is given by parameter."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return str(given.get("empty") or given.get("modelled") or "")


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("kill"):
        return 0
    return 1 if item.get_closest_marker("browser") else 2


@pytest.fixture(scope="session", autouse=True)
def _light_passwords() -> Iterator[None]:
    """Hash with argon2id's smallest costs: the tests sign in hundreds of times and guard nothing."""
    light = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: light)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """Mails and logs of this process need not outlive a loss of power; its children still wait."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_broker() -> Iterator[None]:
    """Of several test processes none rings the others' bells."""
    given = os.environ.get("NOTIFIER_TEST_BROKER_URL")
    if not given:
        yield
        return
    with pytest.MonkeyPatch.context() as patched, brokers.claimed(given) as url:
        patched.setenv("NOTIFIER_TEST_BROKER_URL", url)
        yield


@pytest.fixture
def now() -> datetime:
    """Friday 2026-11-20 12:00 in Tokyo."""
    return NOW


@pytest.fixture(scope="session")
def schema_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of this test process, with every table."""
    with ExitStack() as stack:
        if os.environ.get("NOTIFIER_TEST_DATABASE_URL"):
            url = stack.enter_context(databases.database_of_our_own("test"))
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('db')}/test.sqlite3"
        made = db.open_engine(url)
        stack.callback(made.dispose)
        databases.hurry(made)
        db.Base.metadata.create_all(made)
        yield url


@pytest.fixture
def engine(schema_url: str) -> Iterator[Engine]:
    """The engine with empty tables; for tests that need several sessions or processes."""
    made = db.open_engine(schema_url)
    databases.count_from_one(made)
    db.use(made)
    yield made
    db.use(None)
    databases.empty(made)


@pytest.fixture
def session(schema_url: str) -> Iterator[Session]:
    """A session whose work is rolled back after the test; ``commit()`` inside is a savepoint."""
    made = db.open_engine(schema_url)
    with made.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as one:
            yield one
        outer.rollback()


@pytest.fixture
def hub(session: Session, now: datetime) -> hubs.Hub:
    """The hub most tests are about (西区)."""
    return _hub(session, "nishi", "西区地域子育て支援拠点（練習）", now)


@pytest.fixture
def other_hub(session: Session, now: datetime) -> hubs.Hub:
    """The neighbour; nothing of it may ever appear in ``hub``."""
    return _hub(session, "kohoku", "港北区地域子育て支援拠点（練習）", now)


@pytest.fixture
def editor() -> Actor:
    """A staff member of the hub who edits."""
    return Actor("staff", "編集担当A", "1")


@pytest.fixture
def publisher() -> Actor:
    """A staff member of the hub who publishes."""
    return Actor("staff", "発行責任者A", "2")


@pytest.fixture
def machine() -> Actor:
    """The service itself."""
    return audit.machine("tick")


@pytest.fixture
def real_inputs() -> Path:
    """The folder of real inputs; the test is skipped, saying so, when it is not set."""
    folder = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not folder:
        pytest.skip("NOTIFIER_REAL_INPUTS is not set")
    return Path(folder)


def _hub(session: Session, slug: str, name: str, now: datetime) -> hubs.Hub:
    made = hubs.Hub(
        slug=slug,
        name=name,
        ward_code="141038" if slug == "nishi" else "141097",
        created_at=now,
        is_practice=True,
        mail_from=f"news@{slug}.example.jp",
        mail_from_name=name,
        postal_address="神奈川県横浜市（練習用の住所）",
    )
    session.add(made)
    session.flush()
    for position, (key, label) in enumerate(
        [("d1", "第1地区"), ("d2", "第2地区"), ("d3", "第3地区"), ("d4", "第4地区")]
    ):
        session.add(hubs.District(hub_id=made.id, key=key, name=label, position=position))
    session.flush()
    return made
