"""SIGKILL between accepting and committing."""

import http.client
import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.cli.processes import web_process
from notifier.editions import Link
from tests.fakes.smtp_sink import free_port
from tests.fakes.web_process import wait_for_web
from tests.web.short_way.asking import READERS, counted


@pytest.mark.kill
@pytest.mark.slow
def test_no_redirect_without_its_count_after_a_kill(
    engine: Engine, session: Session, links: list[Link]
) -> None:
    """SIGKILL between accepting and committing: whoever was sent on stands in the table."""
    port = free_port()
    running = subprocess.Popen(
        web_process("127.0.0.1", port).command,
        env=os.environ
        | {"NOTIFIER_DATABASE_URL": engine.url.render_as_string(hide_password=False)},
        start_new_session=True,
    )
    sent_on = [0] * READERS
    enough = threading.Event()

    def tap(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with suppress(OSError, http.client.HTTPException), closing(connection):  # until it is gone
            while True:
                connection.request("GET", f"/r/{links[number % len(links)].code}")
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 302
                sent_on[number] += 1
                if sum(sent_on) > READERS * 20:
                    enough.set()

    try:
        wait_for_web(port)
        with ThreadPoolExecutor(READERS) as pool:
            for number in range(READERS):
                pool.submit(tap, number)
            assert enough.wait(60)
            os.killpg(running.pid, signal.SIGKILL)
    finally:
        running.kill()
        running.wait()
    assert sum(sent_on) <= counted(session) <= sum(sent_on) + READERS
