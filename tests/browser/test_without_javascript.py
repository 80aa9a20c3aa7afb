"""The same acts with JavaScript switched off: every change is a plain form."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import acts
from tests.browser.chromium import PHONE, window
from tests.browser.hands import Pointer
from tests.browser.live import Live

pytestmark = pytest.mark.browser

READER = "no-script@example.jp"


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    with window(chrome, viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def hand(page: Page) -> Pointer:
    return Pointer(page)


def test_approve_an_item_and_take_it_back(page: Page, hand: Pointer, world: Live) -> None:
    world.hand_in("スクリプトなしの会")
    acts.sign_in(page, hand, world, "editor")
    acts.approve_item(page, hand, "スクリプトなしの会")
    hand.press(page.get_by_role("button", name="取り消して、確認待ちに戻す"))
    expect(page.get_by_role("article", name="スクリプトなしの会")).to_be_visible()


def test_ask_a_question_from_a_fold(page: Page, hand: Pointer, world: Live) -> None:
    """The folds of 質問する, 保留 and 断る open without a script."""
    world.hand_in("たずねる会")
    acts.sign_in(page, hand, world, "editor")
    hand.press(page.get_by_role("link", name="編集デスク", exact=True))
    card = page.get_by_role("article", name="たずねる会")
    hand.press(card.locator("summary", has_text="質問する"))
    hand.write(card.get_by_label("自分の言葉で聞くとき"), "ベビーカーで入れますか。")
    hand.press(card.get_by_role("button", name="自分の言葉で送る"))
    expect(page.get_by_role("status")).to_contain_text("たずねる会")


def test_a_prepared_question_is_one_tap(page: Page, hand: Pointer, world: Live) -> None:
    world.hand_in("一度で聞く会")
    acts.sign_in(page, hand, world, "editor")
    hand.press(page.get_by_role("link", name="編集デスク", exact=True))
    card = page.get_by_role("article", name="一度で聞く会")
    hand.press(card.locator("summary", has_text="質問する"))
    hand.press(card.get_by_role("button", name="雨の日はどうなりますか。"))
    expect(page.get_by_role("status")).to_contain_text("いま「質問中」です")


def test_clean_items_are_approved_together(page: Page, hand: Pointer, world: Live) -> None:
    acts.sign_in(page, hand, world, "editor")
    page.goto(f"{world.origin}/desk/clean")
    hand.tick(page.get_by_role("checkbox", name="リトミックであそぼう"))
    hand.press(page.get_by_role("button", name="印をつけたものを掲載する"))
    expect(page.get_by_role("status").first).to_contain_text("件を掲載しました。")
    expect(page.get_by_role("checkbox", name="リトミックであそぼう")).to_have_count(0)


def test_approve_an_edition_and_it_is_sent_at_its_hour(
    page: Page, hand: Pointer, world: Live
) -> None:
    acts.sign_in(page, hand, world, "publisher")
    acts.approve_edition(page, hand, world)
    got = acts.send_at_the_hour(page, world)
    assert got
    assert set(got.values()) == {1}


def test_subscribe_change_and_leave(page: Page, hand: Pointer, world: Live) -> None:
    acts.subscribe(page, hand, world, READER)
    acts.change_settings(page, hand)
    acts.leave(page, hand, world, READER)
