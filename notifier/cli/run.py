"""``notifier run``: start the processes, by name; Ctrl-C stops what was started, cleanly."""

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import click

from notifier.cli.processes import (
    QUEUES,
    Process,
    Supervisor,
    all_workers,
    beat_process,
    embedded_broker,
    simulator_process,
    wait_for,
    web_process,
    worker_process,
)
from notifier.cli.sign_ins import sign_in_lines
from notifier.config import Settings, settings
from notifier.hubs import all_hubs
from notifier.kit import db
from notifier.migrations import upgrade


@click.group()
def command() -> None:
    """Start the processes."""


@command.command()
@click.option("--host", default="", help="address to listen on (default: the base URL's)")
@click.option("--port", default=0, help="port to listen on (default: the base URL's)")
@click.option("--workers", default=1, help="web processes")
def web(host: str, port: int, workers: int) -> None:
    """Serve the pages."""
    where = urlsplit(settings().base_url)
    _become(web_process(host or where.hostname, port or where.port or 8000, workers))


@command.command()
@click.option("--concurrency", default=2, help="worker processes")
@click.option(
    "--queues",
    default=",".join(QUEUES),
    help="the first goes first. now: ticks and chat; urgent: notices; line, email: the others",
)
def worker(concurrency: int, queues: str) -> None:
    """Do what the bells ask for."""
    _become(worker_process(concurrency, queues))


@command.command()
def beat() -> None:
    """Ring the timetable."""
    _become(beat_process())


@command.command()
def simulator() -> None:
    """The LINE platform and the mailbox for practising."""
    where = urlsplit(settings().line_api_url)
    if not settings().is_practice:
        raise click.ClickException("シミュレータは練習のときだけ使えます（NOTIFIER_PRACTICE=1）。")
    from notifier.simulator import serve

    serve(
        where.hostname or "127.0.0.1",
        where.port or 8001,
        database=settings().var_dir / "simulator.sqlite3",
        mail_dir=mail_folder(settings()),
    )


@command.command(name="all")
def run_all() -> None:
    """Everything this machine needs, and on the embedded default the practice hub too."""
    now = settings()
    _check_ports(now)
    with embedded_broker(), Supervisor() as supervisor:
        supervisor.watch_broker()
        if now.is_practice:
            supervisor.start(simulator_process())
        upgrade(db.engine())
        if now.is_practice:
            wait_for(f"{now.line_api_url}/", supervisor)
            _fill_when_empty()
        pages, *others = served_processes(now)
        supervisor.start(pages)  # first, so that somebody who waits sees a page soon
        wait_for(f"{now.base_url}/healthz", supervisor)
        for process in others:
            supervisor.start(process)
        _greet(now)
        supervisor.wait()


def _fill_when_empty() -> None:
    """Fill the practice world once, on the first start."""
    with db.reading() as session:
        if all_hubs(session):
            return
    from notifier.cli.practice.fill import fill

    fill()


def served_processes(now: Settings) -> list[Process]:
    """Web, workers and beat; what a person waits for stands behind no mail batch."""
    where = urlsplit(now.base_url)
    return [
        web_process(where.hostname, where.port or 8000),
        *all_workers(),
        beat_process(),
    ]


def mail_folder(now: Settings) -> Path:
    """The Maildir practised mail lands in."""
    url = now.smtp_url
    return (
        Path(url.removeprefix("maildir:")) if url.startswith("maildir:") else now.var_dir / "mail"
    )


def _become(process: Process) -> None:
    """Replace this process, so that signals reach the real one."""
    os.execv(process.command[0], process.command)  # noqa: S606 - our own fixed command


def _check_ports(now: Settings) -> None:
    """Say which address is taken before anything starts."""
    urls = [now.base_url, *([now.line_api_url] if now.is_practice else [])]
    for url in urls:
        where = urlsplit(url)
        with socket.socket() as probe:
            if probe.connect_ex((where.hostname or "127.0.0.1", where.port or 80)) == 0:
                raise click.ClickException(
                    f"{url} はほかのプログラムが使っています。"
                    "それを止めるか、NOTIFIER_BASE_URL / NOTIFIER_LINE_API_URL を変えてください。"
                )


def _greet(now: Settings) -> None:
    lines = [
        "",
        "動いています。止めるときは Ctrl-C を押してください。",
        f"  ページ        {now.base_url}/",
    ]
    lines.append(f"  編集デスク    {now.base_url}/desk/")
    if now.is_practice:
        lines.append(f"  スマホの練習  {now.line_api_url}/")
        lines.append(f"  届いたメール  {now.line_api_url}/mailbox/")
        lines.append("  サインイン（練習用）")
        with db.reading() as session:
            lines += sign_in_lines(session)
    click.echo("\n".join(lines))
