"""The simulator in a thread of this process, on a port of its own; for tests and short walks."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from werkzeug.serving import BaseWSGIServer

from notifier.kit import clock as kit_clock
from notifier.simulator.app import create_app
from notifier.simulator.server import open_server
from notifier.simulator.store import Store

STOP_SECONDS = 0.02  # how soon ``stop()`` is noticed


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator that answers at ``url`` until ``stop()``."""

    url: str
    _server: BaseWSGIServer
    _thread: threading.Thread
    _store: Store

    def stop(self) -> None:
        """Answer no more and give the port and the file back."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._store.close()


def start(
    *,
    database: Path,
    mail_dir: Path,
    clock: Callable[[], datetime] = kit_clock.now,
    port: int = 0,
) -> Running:
    """Start a simulator on 127.0.0.1; port 0 = any free one.

    It does not wait for the disk: whoever asks it ends with it.
    """
    app = create_app(database=database, mail_dir=mail_dir, clock=clock, waits_for_disk=False)
    server = open_server("127.0.0.1", port, app)
    thread = threading.Thread(
        target=server.serve_forever,
        kwargs={"poll_interval": STOP_SECONDS},
        name="simulator",
        daemon=True,
    )
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    return Running(url, server, thread, app.extensions["simulator_store"])
