"""``make test``: the suite on SQLite and the embedded broker, and again on PostgreSQL and Redis.

The second run happens when both answer; ``NOTIFIER_REQUIRE_SERVICES=1`` (CI) makes its absence a
failure. Each run ends with pytest's own summary line.
"""

import os
import secrets
import subprocess
import sys
from contextlib import closing

import redis
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from tests.brokers import DATABASES

SERVER = os.environ.get(
    "NOTIFIER_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
BROKER = os.environ.get("NOTIFIER_TEST_REDIS_URL", "redis://127.0.0.1:6379")
PROCESSES = 3  # on two cores: while one test waits for a process or a clock, another works


def main(arguments: list[str]) -> int:
    """Run both; the exit code is the first that is not 0."""
    first = suite("SQLite, embedded broker", {}, arguments)
    services, why = reachable()
    if not services:
        print(f"PostgreSQL + Redis: not run, {why}", file=sys.stderr)
        return first or int(os.environ.get("NOTIFIER_REQUIRE_SERVICES") == "1")
    second = suite("PostgreSQL, Redis", services, arguments)
    return first or second


def suite(name: str, extra: dict[str, str], arguments: list[str]) -> int:
    """One run of pytest in a process of its own."""
    print(f"== {name}", flush=True)
    environment = {k: v for k, v in os.environ.items() if k not in {"NOTIFIER_TEST_DATABASE_URL"}}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        str(PROCESSES),
        "--dist",
        "loadfile",  # a file of browser tests shares one world
        "--no-loadscope-reorder",  # the longest files first, as tests/conftest.py lays them
        *arguments,
    ]
    return subprocess.run(command, env=environment | extra, check=False).returncode


def reachable() -> tuple[dict[str, str], str]:
    """The second run's environment, or why there is none."""
    try:
        engine = create_engine(SERVER)
        with engine.connect():
            pass
        engine.dispose()
    except SQLAlchemyError as error:
        return {}, f"PostgreSQL does not answer ({type(error).__name__})"
    number = secrets.choice(DATABASES)
    try:
        with closing(redis.Redis.from_url(f"{BROKER}/{number}")) as client:
            client.ping()
    except redis.RedisError as error:
        return {}, f"Redis does not answer ({type(error).__name__})"
    return {
        "NOTIFIER_TEST_DATABASE_URL": SERVER,
        "NOTIFIER_TEST_BROKER_URL": f"{BROKER}/{number}",
        "NOTIFIER_TEST_ONLY": "services",
    }, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
