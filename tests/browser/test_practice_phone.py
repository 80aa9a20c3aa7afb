"""The practice phone by hand: its forms are taken, and a group's talk can be played on it."""

import pytest
from playwright.sync_api import Page, expect

from notifier.cli.practice import fill as practice
from tests.browser.hands import Pointer
from tests.browser.live import HUB, Live

pytestmark = pytest.mark.browser


def test_a_group_writes_and_reads_what_is_asked(page: Page, world: Live) -> None:
    """A browser that keeps its origin to itself (``no-referrer``) would be refused as a stranger."""
    hand, channel = Pointer(page), practice.group_channel_id(HUB)
    page.goto(world.line_url)
    hand.press(page.locator(f'form[action="/phone/{channel}/new"]').get_by_role("button"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("練習の団体の方")
    hand.write(page.get_by_label("メッセージ"), "12月5日(土)10時 ベビーマッサージ 南センター")
    hand.press(page.get_by_role("button", name="送る", exact=True))
    world.tick()
    hand.press(page.get_by_role("link", name="画面を更新する"))
    expect(page.get_by_label("トーク")).to_contain_text("だれが対象ですか")
    hand.press(page.get_by_role("button", name="どなたでも"))
    world.tick()
    hand.press(page.get_by_role("link", name="画面を更新する"))
    expect(page.get_by_label("トーク")).to_contain_text("・対象：どなたでも")
