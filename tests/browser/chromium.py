"""Debian's Chromium: how it is started, and what every page it opens must keep to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, sync_playwright

EXECUTABLE = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE_MS = 10_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(EXECUTABLE), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Notes what a page must never do: ask another site, break its own policy, throw."""

    def __init__(self, context: BrowserContext) -> None:
        self.foreign: list[str] = []
        self.broken: list[str] = []
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.broken.append(str(error.error)))

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https", "ws", "wss"} and where.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A context of its own, watched: a breach fails whoever opened it."""
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", **options)
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(context)
    try:
        yield context
    finally:
        context.close()
    assert watch.foreign == [], f"asked other sites: {watch.foreign}"
    assert watch.broken == [], f"broke on the page: {watch.broken}"
