"""Sixty real submissions cleared in Chromium by a script that only presses keys.

Goals: at most two keys for an item of which nothing is asked; the 95th percentile of the server's
time for everything pressed at most three times that of the same page with nothing on it. Takes
the inputs from ``NOTIFIER_REAL_INPUTS`` and says so when there are none.
"""

import os
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Page, sync_playwright

from bench._world import NOW, STAFF, bench_hub, own_database
from notifier import accounts, editorial, intake
from notifier.config import settings
from notifier.flows.import_file import import_file
from notifier.kit import clock, db
from notifier.web.app import create_app

ITEMS = 60
MOST_KEYS = 2
GOAL = 3.0
EMPTY_ROUNDS = 60
BEFORE = datetime(2016, 7, 1, 0, 0, tzinfo=UTC)  # every date of the month is still to come
MONTHS = ("201607.csv", "201608.csv")
PASSWORD = "a password for a benchmark"  # noqa: S105 - of a database that is thrown away
EMPTY = "/desk/queue?state=merged"


@dataclass
class Times:
    """Server seconds for each kind of request."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def watch(self, app: WSGIApplication) -> WSGIApplication:
        """``app`` with its time noted, static files aside."""

        def timed(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
            start = time.perf_counter()
            body = list(app(environ, start_response))
            path = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"]).rstrip("?")
            if path.startswith("/desk/") and "sign-in" not in path:
                kind = "empty" if path == EMPTY else environ["REQUEST_METHOD"]
                self.of[kind].append(time.perf_counter() - start)
            return body

        return timed


class Quiet(WSGIRequestHandler):
    """A server that prints nothing."""

    def log_message(self, *_args: object) -> None:
        """Nothing."""


def main() -> bool:
    """Print keys and times; True when a goal was missed."""
    folder = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not folder:
        print("NOTIFIER_REAL_INPUTS names no folder: not measured")
        return False
    with own_database():
        offset = clock.offset()
        clock.set_offset((BEFORE - clock.now() + offset).total_seconds())
        try:
            number = _fill(Path(folder) / "events" / "notalone-monthly")
            times = Times()
            with _served(times) as origin:
                keys, asked = _clear(origin, number, times)
        finally:
            clock.set_offset(offset.total_seconds())
    return _judge(keys, asked, times)


def _fill(folder: Path) -> int:
    """Import the months, keep the first sixty in the queue; returns how many stand there."""
    with db.writing() as session:
        hub = bench_hub(session)
        _, token = accounts.invite(
            session, hub, email="editor@example.jp", role=accounts.Role.EDITOR, by=STAFF, now=NOW
        )
        accounts.accept_invitation(session, token, name="編集担当", password=PASSWORD, now=NOW)
        for name in MONTHS:
            made = intake.preview_import(
                session, hub, filename=name, data=(folder / name).read_bytes(), by=STAFF, now=BEFORE
            )
            import_file(session, made, by=STAFF, now=BEFORE)
        shown = editorial.queue(session, hub.id, state="waiting", per_page=1000, now=BEFORE).cards
        for card in shown[ITEMS:]:
            case = editorial.find_case(session, hub.id, card.id)
            editorial.reject(session, case, reason="計測", version=1, by=STAFF, now=BEFORE)
        return len(shown[:ITEMS])


@contextmanager
def _served(times: Times) -> Iterator[str]:
    app = create_app(settings())
    server = make_server("127.0.0.1", 0, times.watch(app.wsgi_app), handler_class=Quiet)
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def _clear(origin: str, number: int, times: Times) -> tuple[list[int], list[int]]:
    """Press keys until nothing waits: (keys of each clean item, keys of each other)."""
    clean: list[int] = []
    other: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo")
        page.goto(f"{origin}/desk/sign-in")
        page.get_by_label("メールアドレス").fill("editor@example.jp")
        page.get_by_label("パスワード").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/")
        for _ in range(EMPTY_ROUNDS):
            page.request.get(origin + EMPTY)
        page.goto(f"{origin}/desk/queue")
        times.of["GET"].clear()
        for _ in range(number):
            pressed, is_clean = _one(page)
            (clean if is_clean else other).append(pressed)
        assert page.locator(".desk-card").count() == 0, "something still waits"
        browser.close()
    return clean, other


def _one(page: Page) -> tuple[int, bool]:
    """Deal with the card that has the focus, or the first one; (keys pressed, nothing asked)."""
    keys = []
    if not page.evaluate("document.activeElement.matches('.desk-card')"):
        keys.append("j")
        page.keyboard.press("j")
    card = page.locator(".desk-card:focus")
    is_clean = not card.locator(".finding-ask, .finding-stop").count()
    # What is asked about is asked of the group: the first prepared question, sent by Enter.
    for key in ("a",) if is_clean else ("q", "Enter"):
        keys.append(key)
        if key == "q":
            page.keyboard.press(key)
            continue
        with page.expect_navigation():
            page.keyboard.press(key)
        assert "done=" in page.url, f"{key} led to {page.url}"
    return len(keys), is_clean


def _judge(clean: list[int], other: list[int], times: Times) -> bool:
    print(f"{len(clean) + len(other)} items: {len(clean)} clean, {len(other)} asked about")
    print(
        f"keys a clean item: most {max(clean)}, mean {statistics.mean(clean):.2f} (goal {MOST_KEYS})"
    )
    if other:
        print(f"keys any other: most {max(other)}, mean {statistics.mean(other):.2f}")
    empty = _p95(times.of["empty"])
    print(f"empty page p95 {empty * 1000:.1f} ms")
    pressed = [*times.of["GET"], *times.of["POST"]]
    for name, found in (("pages", times.of["GET"]), ("deeds", times.of["POST"]), ("all", pressed)):
        p95 = _p95(found)
        print(f"{name:6} {len(found):3} p95 {p95 * 1000:6.1f} ms  ratio {p95 / empty:.2f}")
    ratio = _p95(pressed) / empty
    print(f"ratio {ratio:.2f} (goal {GOAL:g})")
    return max(clean) > MOST_KEYS or ratio > GOAL


def _p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


if __name__ == "__main__":
    main()
