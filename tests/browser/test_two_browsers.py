"""Two people, one case: the slower one loses nothing and sees both versions."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESKTOP, window
from tests.browser.live import Live

pytestmark = pytest.mark.browser

TITLE = "ふたりで開いた会"


def test_the_loser_keeps_the_typed_text_and_sees_both_versions(
    chrome: Browser, world: Live, signed_in: Callable[[str], Any]
) -> None:
    world.hand_in(TITLE)
    with (
        window(chrome, storage_state=signed_in("editor"), viewport=DESKTOP) as first,
        window(chrome, storage_state=signed_in("publisher"), viewport=DESKTOP) as second,
    ):
        winner, loser = _open(first.new_page(), world), _open(second.new_page(), world)
        _place(winner).fill("西地区センター")
        _place(loser).fill("はらっぱ公園")
        loser.get_by_label("持ち物").fill("ぼうし、<b>水とう</b>")
        _save(winner)
        expect(winner.get_by_role("status")).to_be_visible()
        _save(loser)
        expect(loser.get_by_role("heading", level=1)).to_have_text("ほかの人が先に変えました")
        both = loser.get_by_role("region", name="ちがいの表").get_by_role(
            "row", name="会場 西地区センター はらっぱ公園"
        )
        expect(both).to_be_visible()
        expect(loser.get_by_label("持ち物")).to_have_value("ぼうし、<b>水とう</b>")
        expect(_place(loser)).to_have_value("はらっぱ公園")
        loser.get_by_role("button", name="自分の入力で保存する").click()
        _open(loser, world)  # saving leads back to the queue the page was opened from
        expect(_place(loser)).to_have_value("はらっぱ公園")
        expect(loser.get_by_label("持ち物")).to_have_value("ぼうし、<b>水とう</b>")


def test_two_approvals_of_one_case_are_one(
    chrome: Browser, world: Live, signed_in: Callable[[str], Any]
) -> None:
    world.hand_in("ふたりで掲載する会")
    with (
        window(chrome, storage_state=signed_in("editor")) as first,
        window(chrome, storage_state=signed_in("publisher")) as second,
    ):
        pages = [_open(one.new_page(), world, "ふたりで掲載する会") for one in (first, second)]
        for page in pages:
            for box in page.locator("input[name=despite]").all():
                box.check()
        pages[0].get_by_role("button", name="掲載する").click()
        expect(pages[0].get_by_role("status")).to_be_visible()
        pages[1].get_by_role("button", name="掲載する").click()
        expect(pages[1].get_by_role("heading", level=1)).to_have_text("ほかの人が先に変えました")


def test_a_button_beside_a_half_written_form_asks_first(
    chrome: Browser, world: Live, signed_in: Callable[[str], Any]
) -> None:
    world.hand_in("書きかけの会")
    with window(chrome, storage_state=signed_in("editor"), viewport=DESKTOP) as context:
        page = _open(context.new_page(), world, "書きかけの会")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.get_by_label("持ち物").fill("ぼうし")
        page.get_by_role("button", name="自分が担当する").click()
        assert len(asked) == 1
        assert "書いたものは消えます" in asked[0]
        expect(page.get_by_label("持ち物")).to_have_value("ぼうし")
        _save(page)
        expect(page.get_by_role("status")).to_be_visible()
        page.goto(f"{world.origin}/desk/queue")
        page = _open(page, world, "書きかけの会")
        page.get_by_role("button", name="自分が担当する").click()
        expect(page.get_by_role("status")).to_be_visible()
        assert len(asked) == 1


def test_the_two_forms_of_a_group_lose_nothing_of_each_other(
    chrome: Browser, world: Live, signed_in: Callable[[str], Any]
) -> None:
    with window(chrome, storage_state=signed_in("editor"), viewport=DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{world.origin}/desk/groups")
        page.get_by_role("row").nth(1).get_by_role("link").click()
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.get_by_label("メモ").fill("火曜に電話")
        page.get_by_label("電話", exact=True).fill("045-000-0000")
        page.get_by_role("button", name="連絡先を登録する").click()
        assert len(asked) == 1
        expect(page.get_by_label("メモ")).to_have_value("火曜に電話")


def _open(page: Page, world: Live, title: str = TITLE) -> Page:
    page.goto(f"{world.origin}/desk/queue")
    page.get_by_role("article", name=title).get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def _place(page: Page) -> Any:
    return page.get_by_label("会場", exact=True)


def _save(page: Page) -> None:
    page.get_by_role("button", name="直した内容を保存する").click()
