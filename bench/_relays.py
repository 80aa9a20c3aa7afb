"""The other end of a mail benchmark: Postfix's smtp-sink, its smtp-source, and a slow line."""

import asyncio
import os
import shutil
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
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=10)


def blast(port: int, *, messages: int, size: int) -> float:
    """Messages a second of ``smtp-source -d -s 4`` with letters of ``size`` bytes."""
    program = peer("smtp-source")
    assert program is not None
    options = ["-d", "-s", "4", "-l", str(size), "-m", str(messages)]
    who = ["-f", "news@example.jp", "-t", "reader@example.jp"]
    start = time.perf_counter()
    subprocess.run([program, *options, *who, f"127.0.0.1:{port}"], check=True)
    return messages / (time.perf_counter() - start)


@contextmanager
def slow_line(port: int, *, one_way: float) -> Iterator[int]:
    """A loopback proxy before ``port`` that lets every byte arrive ``one_way`` seconds later."""
    loop = asyncio.new_event_loop()
    ready: list[int] = []
    started = threading.Event()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(262_144):
            loop.call_later(one_way, writer.write, data)
        await asyncio.sleep(one_way * 2)
        with suppress(OSError):
            writer.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(OSError):
            await asyncio.gather(carry(reader, there_writer), carry(there_reader, writer))

    async def serve() -> None:
        server = await asyncio.start_server(join, "127.0.0.1", 0)
        ready.append(server.sockets[0].getsockname()[1])
        started.set()

    thread = threading.Thread(target=lambda: (loop.create_task(serve()), loop.run_forever()))
    thread.start()
    started.wait(10)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _wait_for(port: int) -> None:
    import socket

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("smtp-sink does not listen")
