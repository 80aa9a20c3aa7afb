"""The other end of a mail benchmark: Postfix's smtp-sink, its smtp-source, and a slow line."""

import asyncio
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.fakes.smtp_sink import free_port

PLACES = ("/usr/sbin", "/usr/lib/postfix/sbin", "/usr/libexec/postfix")


def peer(name: str) -> str | None:
    """Where ``smtp-source`` or ``smtp-sink`` (Debian's package postfix) is; None: not present."""
    return shutil.which(name) or next(
        (f"{place}/{name}" for place in PLACES if Path(place, name).exists()), None
    )


@contextmanager
def sink() -> Iterator[int]:
    """A running smtp-sink, which takes everything and keeps nothing; yields its port."""
    port = free_port()
    program = peer("smtp-sink")
    assert program is not None
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    running = subprocess.Popen([program, *user, f"127.0.0.1:{port}", "256"])
    try:
        wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=10)


def blast(port: int, *, messages: int, size: int, each_another: bool = False) -> float:
    """Messages a second of ``smtp-source -d -s 4`` with letters of ``size`` bytes.

    ``each_another``: to a new recipient each, as real mail is (its option -N, which its manual
    names for this: one and the same recipient is always in a Postfix's caches).
    """
    program = peer("smtp-source")
    assert program is not None
    options = ["-d", "-s", "4", "-l", str(size), "-m", str(messages), *["-N"] * each_another]
    who = ["-f", "news@example.jp", "-t", "reader@example.jp"]
    start = time.perf_counter()
    subprocess.run([program, *options, *who, f"127.0.0.1:{port}"], check=True)
    return messages / (time.perf_counter() - start)


@contextmanager
def slow_line(port: int, *, one_way: float) -> Iterator[int]:
    """A loopback proxy before ``port`` that lets every byte arrive ``one_way`` seconds later."""
    line = _SlowLine(port, one_way)
    thread = threading.Thread(target=line.loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(line.serve(), line.loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(line.end(), line.loop)
        thread.join()
        line.loop.close()


class _SlowLine:
    def __init__(self, port: int, one_way: float) -> None:
        self.loop = asyncio.new_event_loop()
        self._port, self._one_way = port, one_way

    async def serve(self) -> int:
        """Listen; returns the port."""
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def end(self) -> None:
        """Let go of everything that is still open."""
        open_ends = asyncio.all_tasks(self.loop) - {asyncio.current_task(self.loop)}
        for one in open_ends:
            one.cancel()
        await asyncio.gather(*open_ends, return_exceptions=True)
        self.loop.stop()

    async def _join(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, there = await asyncio.open_connection("127.0.0.1", self._port)
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(self._carry(near, there), self._carry(far, back))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(262_144):
            self.loop.call_later(self._one_way, writer.write, data)
        await asyncio.sleep(self._one_way * 2)
        writer.close()


def wait_for(port: int) -> None:
    """Return when somebody listens there."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on port {port}")
