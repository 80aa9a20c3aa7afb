"""The ward officer reads an issue without an account, comments, sees what changed, and agrees."""

import re
from datetime import date

from notifier.cli.practice.browser import Browser
from tests.walks.town import HERE, Town, local

FRIDAY = date(2026, 11, 20)
TITLE = "ぽかぽか広場"
LATER = "年末のもちつき会"


def test_the_ward_checks_the_december_issue(town: Town) -> None:
    town.hand_in(TITLE, date(2026, 12, 8))
    town.approve(TITLE)
    issue = the_editor_composes_december(town)
    path = the_editor_offers_a_link(town, issue)
    the_officer_reads_and_comments(town, path)
    the_desk_sees_the_comment_and_answers(town, issue)
    town.at(local(FRIDAY, "16:00"))
    one_item_more_comes(town, issue)
    the_officer_sees_what_changed_and_agrees(town, path)
    the_desk_sees_the_dated_approval(town, issue)
    a_stopped_link_ends_it(town, issue, path)


def the_editor_composes_december(town: Town) -> str:
    desk = town.staff("editor")
    page = desk.send(desk.get("/desk/newsletter"), "/desk/newsletter", month="2026-12")
    assert "通信 2026年12月号" in page.text
    assert TITLE in page.text
    found = re.search(r"/desk/newsletter/\d+", page.text)
    assert found
    return found[0]


def the_editor_offers_a_link(town: Town, issue: str) -> str:
    desk = town.staff("editor")
    shown = desk.send(
        desk.get(f"{issue}/review"), f"{issue}/review", label="区こども家庭支援課", days="14"
    )
    found = re.search(r"https?://[^/<]+(/review/[\w-]+)", shown.text)
    assert found
    return found[1]


def the_officer_reads_and_comments(town: Town, path: str) -> None:
    officer = town.visitor()
    page = officer.get(path)
    assert TITLE in page.text
    assert "公平さの表" in page.text
    assert "うめの会" in page.text
    listing = listing_of(page.text, TITLE)
    officer.send(page, "/comments", listing=listing, words="対象の年齢を入れてください。")
    done = officer.send(officer.get(path), "/looked")
    assert "変わったところはありません" in done.text
    assert "港北" not in done.text


def the_desk_sees_the_comment_and_answers(town: Town, issue: str) -> None:
    desk = town.staff("editor")
    assert "対象の年齢を入れてください。" in desk.get(issue).text
    page = desk.get(f"{issue}/review")
    done = desk.send(page, "/review/comments/", answer="どなたでも来られる会です。")
    assert "返事を書きました" in done.text


def one_item_more_comes(town: Town, issue: str) -> None:
    town.hand_in(LATER, date(2026, 12, 20))
    town.approve(LATER)
    desk = town.staff("editor")
    assert LATER in desk.send(desk.get(issue), "/desk/newsletter").text


def the_officer_sees_what_changed_and_agrees(town: Town, path: str) -> None:
    officer: Browser = town.visitor()
    page = officer.get(path)
    assert "1か所が変わりました" in page.text
    assert f"{LATER}</a>：新しくのりました。" in page.text
    assert "どなたでも来られる会です。" in page.text
    done = officer.send(page, "/approve", name="こども家庭係長")
    assert "11月20日(金) 16:00にこども家庭係長が承認しました" in done.text


def the_desk_sees_the_dated_approval(town: Town, issue: str) -> None:
    text = town.staff("editor").get(issue).text
    assert "11月20日(金) 16:00にこども家庭係長が承認しました" in text
    assert "そのあと内容が変わっています" not in text
    assert "区こども家庭支援課（こども家庭係長）が「通信 2026年12月号」の内容を承認しました" in (
        town.staff("admin").get("/admin/log").text
    )


def a_stopped_link_ends_it(town: Town, issue: str, path: str) -> None:
    desk = town.staff("editor")
    desk.send(desk.get(f"{issue}/review"), "/revoke")
    assert town.visitor().get(path).status == 410
    assert town.visitor().get(f"/{HERE}/").status == 200


def listing_of(page: str, title: str) -> str:
    found = re.search(rf'id="item-(\d+)">\s*<h3[^>]*>[^<]*{title}', page)
    assert found
    return found[1]
