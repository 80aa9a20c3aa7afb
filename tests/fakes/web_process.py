"""Waiting for a web process that was just started."""

import http.client
import time
from contextlib import closing, suppress


def wait_for_web(port: int) -> None:
    """Return when the pages answer there."""
    for _ in range(600):
        with (
            suppress(OSError),
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        ):
            connection.request("GET", "/healthz")
            if connection.getresponse().read() == b"ok\n":
                return
        time.sleep(0.1)
    raise TimeoutError("the web process does not answer")
