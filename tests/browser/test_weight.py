"""A parent's page is light: everything it loads, unpacked, stays within 100 KB before images."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Response

from notifier import hubs
from notifier.kit import clock
from notifier.kit.db import reading
from notifier.listings import public_listings
from tests.browser.live import HUB, Live

pytestmark = [pytest.mark.browser, pytest.mark.looks]

MOST_BYTES = 100 * 1024
IMAGES = "image"


@pytest.mark.parametrize(
    "path", ["/", "/nishi/", "/nishi/?month=2026-11", "EVENT", "/nishi/subscribe", "/nishi/submit"]
)
def test_a_public_page_is_light(path: str, page: Page, world: Live) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - not a builtin
    page.goto(world.origin + path.replace("EVENT", _event()), wait_until="networkidle")
    sizes = {
        answer.url: len(answer.body())
        for answer in answers
        if answer.request.resource_type != IMAGES
    }
    assert any(url.endswith(".css") or ".css?" in url for url in sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    print(f"{path} {sum(sizes.values()):,} bytes in {len(sizes)} answers")


def _event() -> str:
    with reading() as session:
        hub = hubs.find_hub(session, HUB)
        today = clock.today()
        shown = public_listings(session, hub.id, since=today, until=today + timedelta(days=30))
        return f"/{HUB}/events/{shown[0].id}"
