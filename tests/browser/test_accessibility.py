"""Every page, on a phone and on a desk: axe finds nothing, nothing sticks out, targets are large."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext

from notifier.config import settings
from notifier.simulator import list_mails, read_mail
from notifier.web.app import create_app
from tests.browser.chromium import PHONE, window
from tests.browser.examples import EXAMPLES, NOT_PAGES
from tests.browser.facts import find_facts
from tests.browser.judge import frame, judge, see
from tests.browser.live import Live

pytestmark = [pytest.mark.browser, pytest.mark.looks]

SIMULATOR = ("/", "/phone/{channel}/{friend}", "/mailbox/", "/mailbox/{mail}")
# A mail stands inside a mail program's page, which has the landmarks; its links are plain links.
NOT_OF_MAILS = (" small: ", "axe landmark-one-main", "axe region", "axe page-has-heading-one")


def endpoints() -> list[str]:
    """Every endpoint that answers GET and is a page."""
    rules = create_app(settings()).url_map.iter_rules()
    return sorted({rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - NOT_PAGES)


@pytest.fixture(scope="module")
def facts(world: Live) -> dict[str, object]:
    return find_facts(world)


@pytest.fixture(scope="module")
def windows(
    chrome: Browser, world: Live, signed_in: Callable[[str], Any], facts: dict[str, Any]
) -> Iterator[Callable[[str], BrowserContext]]:
    """One window for each role, used for all its pages."""
    opened: dict[str, Any] = {}
    kept: dict[str, BrowserContext] = {}

    def of(role: str) -> BrowserContext:
        if role not in kept:
            is_staff = role not in {"", "group"}
            opened[role] = window(chrome, storage_state=signed_in(role) if is_staff else None)
            kept[role] = opened[role].__enter__()
        if role == "group":
            for name, value in facts["group_cookies"].items():
                kept[role].add_cookies([{"name": name, "value": value, "url": world.origin}])
        return kept[role]

    yield of
    for one in opened.values():
        one.__exit__(None, None, None)


@pytest.mark.parametrize("endpoint", endpoints())
def test_page(
    endpoint: str,
    world: Live,
    facts: dict[str, object],
    windows: Callable[[str], BrowserContext],
) -> None:
    assert endpoint in EXAMPLES, f"give {endpoint} an example in examples.py"
    for example in EXAMPLES[endpoint]:
        role, _, path = example.format(**facts).rpartition("@")
        look_at(windows(role), world.origin + path)


@pytest.mark.parametrize("path", SIMULATOR)
def test_simulator_page(
    path: str, world: Live, facts: dict[str, object], windows: Callable[[str], BrowserContext]
) -> None:
    mail = next(m for m in list_mails(world.mail_dir) if "号" in m.subject)
    look_at(windows(""), world.line_url + path.format(**facts, mail=mail.key))


@pytest.mark.parametrize("subject", ["号", "確認"])
def test_mail(
    subject: str, world: Live, facts: dict[str, object], windows: Callable[[str], BrowserContext]
) -> None:
    """The HTML part as a mail program shows it."""
    del facts
    head = next(m for m in list_mails(world.mail_dir, limit=1000) if subject in m.subject)
    page = windows("").new_page()
    page.set_viewport_size(PHONE)
    page.set_content(read_mail(world.mail_dir, head.key).html)
    page.evaluate(AXE_SCRIPT)
    problems = [one for one in judge(page, "360px") if not any(w in one for w in NOT_OF_MAILS)]
    page.close()
    assert problems == []


def test_the_judge_sees_what_is_wrong(windows: Callable[[str], BrowserContext]) -> None:
    page = windows("").new_page()
    page.set_viewport_size(PHONE)
    page.set_content("<html><img src='data:,'><button>x</button><p style='width:600px'>x</html>")
    problems = " ".join(frame(page) + judge(page, "360px"))
    page.close()
    for word in ("no lang", "0 h1", "no title", "image-alt", "sticks out", "small"):
        assert word in problems


def look_at(context: BrowserContext, url: str) -> None:
    """Load once, judge at both widths."""
    page = context.new_page()
    try:
        page.set_viewport_size(PHONE)
        page.goto(url)
        see(page)
    finally:
        page.close()
