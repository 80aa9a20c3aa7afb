"""Fixtures of the browser tests: Chromium once, and a live service for each file."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import acts
from tests.browser.chromium import EXECUTABLE, chromium, window
from tests.browser.hands import Pointer
from tests.browser.live import Live, live

Staff = Callable[..., Page]


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, unless every service is required."""
    if not EXECUTABLE.exists():
        why = f"{EXECUTABLE} is not installed"
        if os.environ.get("NOTIFIER_REQUIRE_SERVICES") == "1":
            pytest.fail(why)
        pytest.skip(why)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Live]:
    """The practice world on a Friday at noon, one for each file."""
    del chrome  # without a browser there is nothing to serve
    with live(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(world: Live, chrome: Browser) -> Callable[[str], Any]:
    """``signed_in(role)``: the cookies of a person signed in; one sign-in for each role."""
    kept: dict[str, Any] = {}

    def state(role: str) -> Any:
        if role not in kept:
            with window(chrome) as context:
                page = context.new_page()
                acts.sign_in(page, Pointer(page), world, role)
                kept[role] = context.storage_state()
        return kept[role]

    return state


@pytest.fixture
def context(chrome: Browser) -> Iterator[BrowserContext]:
    """A phone's window with JavaScript on, nobody signed in."""
    with window(chrome, viewport={"width": 360, "height": 740}) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One page of it."""
    return context.new_page()
