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


def test_one_key_each_and_mending_comes_back(page: Page, keys: Keyboard, world: Live) -> None:
    """After a deed the next card has the focus; E leads into the form, Enter saves and returns."""
    acts.sign_in(page, keys, world, "editor")
    page.goto(f"{world.origin}/desk/queue")
    titles = page.locator(".desk-card h2").all_inner_texts()
    assert len(titles) >= 2, "the practice hub has items waiting"
    focused = page.locator(".desk-card:focus h2")

    def stands_on(title: str) -> None:
        expect(focused).to_have_text(title)
        page.wait_for_load_state()  # the script that knows the letters is there

    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_label("行事名", exact=True)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("（直した）")
    page.keyboard.press("Enter")
    stands_on(f"{titles[0]}（直した）")
    page.keyboard.press("h")
    page.keyboard.press("Enter")
    stands_on(titles[1])
    page.keyboard.press("z")
    stands_on(f"{titles[0]}（直した）")
    page.keyboard.press("q")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("いま「質問中」です")
    stands_on(titles[1])


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
