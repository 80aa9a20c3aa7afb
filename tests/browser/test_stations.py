"""Walk-throughs by hand on a phone; what only an act brings up is judged at both widths.

``test_accessibility`` sees every page as it opens. Here are the answers to what people do: a change
asked about, a refusal, a second yes awaited, a comment, a doubted number.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from notifier.kit import clock
from tests.browser.chromium import PHONE, window
from tests.browser.judge import see
from tests.browser.live import HUB, Live

pytestmark = pytest.mark.browser

SALON, COMMERCIAL = "かきのきサロン", "化粧品の体験会"
Open = Callable[[str], Page]


@pytest.fixture
def as_role(chrome: Browser, world: Live, signed_in: Callable[[str], Any]) -> Iterator[Open]:
    """``as_role("editor")``: that person's phone; "" is anybody's."""
    with ExitStack() as stack:

        def opened(role: str) -> Page:
            state = signed_in(role) if role else None
            context = stack.enter_context(
                window(chrome, viewport=PHONE, base_url=world.origin, storage_state=state)
            )
            return context.new_page()

        yield opened


def test_a_salon_that_sends_a_fax(as_role: Open) -> None:
    """1: entered for it, and one date changed by telephone: old beside new before it is done."""
    volunteer = as_role("volunteer")
    volunteer.goto("/desk/enter")
    volunteer.get_by_label("団体", exact=True).select_option(label="藤だなサロン")
    volunteer.locator("[name=title]").fill(SALON)
    volunteer.locator("[name=place_name]").fill("藤だな自治会館")
    day = clock.today() + timedelta(days=6)
    volunteer.locator("[name=date_1]").fill(day.isoformat())
    volunteer.locator("[name=start_1]").fill("10:00")
    volunteer.locator("main form button.button-primary").last.click()
    expect(volunteer.get_by_role("status")).to_contain_text("受け付けました")
    see(volunteer)
    editor = as_role("editor")
    editor.goto("/desk/listings")
    editor.get_by_role("link", name="えほんの読み聞かせ").first.click()
    number = re.search(r"/listings/(\d+)", editor.url)
    assert number
    editor.goto(f"/desk/listings/{number[1]}/change")
    editor.locator("[name=occ-0-date]").fill((day + timedelta(days=1)).isoformat())
    editor.get_by_role("button", name="変わるところを確かめる").click()
    expect(editor.get_by_role("heading", name="このように変わります")).to_be_visible()
    see(editor)


def test_the_head_of_the_hub(as_role: Open, world: Live) -> None:
    """4: a criterion that fails stops the approval; an unusual hour waits for a second yes."""
    world.hand_in(COMMERCIAL)
    head = as_role("publisher")
    head.goto("/desk/queue")
    head.get_by_role("article", name=COMMERCIAL).get_by_role("heading").get_by_role("link").click()
    profit = head.get_by_role("group", name=re.compile("営利"))
    profit.get_by_label("合わない").check()
    head.get_by_role("button", name="基準の確認を保存する").click()
    expect(head.locator("main")).to_contain_text("合わないと判断されています")
    expect(head.get_by_role("button", name="掲載する")).to_have_count(0)
    see(head)
    head.goto("/desk/editions")
    head.get_by_role("button", name="の便の下書きを作る").click()
    head.locator("summary", has_text="時刻").click()
    early = world.next_sending() - timedelta(hours=16)
    head.get_by_label("送る日時").fill(clock.local(early).strftime("%Y-%m-%dT%H:%M"))
    head.get_by_role("button", name="この時刻で送る").click()
    expect(head.locator("main")).to_contain_text("二人目の承認を待っています")
    see(head)
    second = as_role("second")
    second.goto(head.url)
    second.get_by_role("button", name="二人目として承認する").click()
    expect(second.locator("main")).to_contain_text("二人目：発行責任者B")
    see(second)


def test_the_ward_officer(as_role: Open) -> None:
    """5: a link without an account; a comment beside its item, and a dated approval."""
    editor = as_role("editor")
    editor.goto("/desk/newsletter")
    editor.get_by_label("何月号").select_option(value="2026-12")
    editor.get_by_role("button", name="下書きを作る", exact=True).click()
    editor.get_by_role("link", name="区の確認に出す").click()
    editor.get_by_role("button", name="確認のリンクをつくる").click()
    link = re.search(r"/review/[\w-]+", editor.locator(".one-time").inner_text())
    assert link
    see(editor)
    officer = as_role("")
    officer.goto(link[0])
    officer.locator("summary", has_text="コメントを書く").first.click()
    officer.locator("textarea[name=words]").first.fill("対象の年齢を入れてください。")
    officer.get_by_role("button", name="送る").first.click()
    expect(officer.locator("main")).to_contain_text("対象の年齢を入れてください。")
    see(officer)
    officer.get_by_label("確認した方の所属・役職").fill("こども家庭係長")
    officer.get_by_role("button", name="この内容を承認する").click()
    expect(officer.locator("main")).to_contain_text("こども家庭係長が承認しました")
    see(officer)


def test_a_father_new_in_the_ward(as_role: Open) -> None:
    """7: from the code at the counter to one event and its facts, without a word of Japanese."""
    father = as_role("")
    father.goto(f"/{HUB}/?lang=en")
    father.get_by_role("link", name="Picture book time").first.click()
    expect(father.get_by_role("heading", level=1)).to_have_text("Picture book time")
    expect(father.locator("main")).to_contain_text("10:30–11:00")
    see(father)
    father.get_by_role("link", name=re.compile("やさしい")).first.click()
    expect(father.get_by_role("heading", level=1)).to_contain_text("読（よ）む")
    see(father)


def test_the_evaluation(as_role: Open) -> None:
    """10: a number that cannot be right is doubted beside its box, and one click makes the sheet."""
    office = as_role("editor")
    office.goto("/desk/figures")
    office.locator("select[name=key]").select_option("line_friends")
    office.locator("input[name=period]").fill("FY2025")
    office.locator("input[name=value]").fill("116400")
    office.locator("main form[method=post] button[type=submit]").last.click()
    expect(office.get_by_label("確かめました")).to_be_visible()
    see(office)
    office.get_by_role("link", name=re.compile("ふりかえりシート")).first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("ふりかえりシート")
    see(office)


def test_a_list_of_places_is_looked_at_before_it_is_taken_in(as_role: Open) -> None:
    """The preview names what is new and what cannot be read; the button says how many."""
    editor = as_role("editor")
    editor.goto("/desk/distribution")
    table = "配布先,部数\n小児科,40\n図書館,たくさん\n".encode()
    editor.get_by_label("ファイル").set_input_files(
        {"name": "haifu.csv", "mimeType": "text/csv", "buffer": table}
    )
    editor.get_by_role("button", name="表を読む").click()
    expect(editor.get_by_role("alert")).to_contain_text("3行目：「図書館」の部数")
    see(editor)
    editor.get_by_role("button", name="この1か所を取り込む").click()
    expect(editor.get_by_role("status")).to_contain_text("1か所を登録し")
    see(editor)
