"""The acts by keyboard only: Tab, Enter, Space, arrows, letters; the pointer is never touched."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.hands import Keyboard
from tests.browser.live import Live

pytestmark = pytest.mark.browser

READER = "by-keyboard@example.jp"


@pytest.fixture
def keys(page: Page) -> Keyboard:
    return Keyboard(page)


def test_approve_an_item_from_the_queue(page: Page, keys: Keyboard, world: Live) -> None:
    world.hand_in("キーボードさんぽの会")
    acts.sign_in(page, keys, world, "editor")
    acts.approve_item(page, keys, "キーボードさんぽの会")
    page.goto(f"{world.origin}/nishi/")
    expect(page.get_by_role("link", name="キーボードさんぽの会")).to_be_visible()


def test_the_letters_of_the_desk(page: Page, keys: Keyboard, world: Live) -> None:
    """J moves to a card, its boxes are ticked by Space, A approves, Z takes it back."""
    world.hand_in("文字キーの会")
    acts.sign_in(page, keys, world, "editor")
    keys.press(page.get_by_role("link", name="編集デスク", exact=True))
    card = page.get_by_role("article", name="文字キーの会")
    expect(card).to_be_visible()
    for _ in range(page.locator(".desk-card").count()):
        page.keyboard.press("j")
        if card.evaluate("one => one === document.activeElement"):
            break
    for box in card.get_by_role("checkbox").all():
        keys.tick(box)
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("文字キーの会")
    expect(card).to_have_count(0)
    page.keyboard.press("z")
    expect(card).to_be_visible()


def test_approve_an_edition_and_it_is_sent_at_its_hour(
    page: Page, keys: Keyboard, world: Live
) -> None:
    acts.sign_in(page, keys, world, "publisher")
    acts.approve_edition(page, keys, world)
    got = acts.send_at_the_hour(page, world)
    assert got
    assert set(got.values()) == {1}


def test_subscribe_change_and_leave(page: Page, keys: Keyboard, world: Live) -> None:
    acts.subscribe(page, keys, world, READER)
    acts.change_settings(page, keys)
    acts.leave(page, keys, world, READER)
