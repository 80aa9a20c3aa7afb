"""Saturday 07:40, heavy rain, a salon at 10:00: called off in two taps, and those who were told know."""

import re
from datetime import date, timedelta

from notifier.simulator.maildir import Mail
from tests.walks.test_saturday import join_by_mail
from tests.walks.town import HERE, Town, local

FRIDAY = date(2026, 11, 20)
TOLD_ON, RAINY = date(2026, 11, 21), date(2026, 11, 28)
SALON, OTHER = "あめふりサロン", "べつの会"
MARK = "（あじさい）"
ON_LINE, EASY, LATE = "U" + "a" * 32, "U" + "b" * 32, "U" + "c" * 32
BY_MAIL, NOT_TOLD = "mama@example.jp", "later@example.jp"


def test_within_three_minutes_everybody_who_was_told_knows(town: Town) -> None:
    the_salon_was_told(town)
    others_join_afterwards(town)
    town.at(local(RAINY, "07:40"))
    asked_path = from_today_to_the_question(town)
    done = the_reason_is_the_second_tap(town, asked_path)
    assert "いま送っています" in done.text
    every_surface_shows_it_at_once(town)
    town.at(local(RAINY, "07:41"))
    those_who_were_told_know(town)
    nobody_else_is_disturbed(town)
    the_desk_reads_what_happened(town, done.url)
    town.at(local(RAINY, "10:01"))
    assert len(notices_to(town, BY_MAIL)) == 1, "nobody is told twice"
    assert len(texts(town, ON_LINE)) == 1
    town.assert_apart(MARK)


def test_an_editor_leaves_it_to_a_publisher(town: Town) -> None:
    the_salon_was_told(town)
    town.at(local(RAINY, "07:40"))
    editor = town.staff("editor")
    number = town.event_path(SALON).rpartition("/")[2]
    asked = editor.get(f"/desk/listings/{number}/cancel")
    assert "知らせる下書きも作る" in asked.text
    done = editor.send(asked, "/cancel", reason="荒天のため", tell="1")
    assert "発行責任者の承認を待っています" in done.text
    town.at(local(RAINY, "07:42"))
    assert notices_to(town, BY_MAIL) == [], "nothing goes out that nobody approved"
    assert "送っていない中止のお知らせ" in town.staff("publisher").get("/desk/").text
    path = re.search(r"/desk/editions/\d+", done.text + done.url)
    assert path
    publisher = town.staff("publisher")
    page = publisher.get(path[0])
    assert "LINE 2人・メール 1人に いますぐ知らせる" in page.text
    publisher.send(page, "/approve")
    town.at(local(RAINY, "07:44"))
    assert len(notices_to(town, BY_MAIL)) == 1
    assert len(texts(town, ON_LINE)) == 1


def the_salon_was_told(town: Town) -> None:
    for user in (ON_LINE, EASY):
        town.follow(user)
    join_by_mail(town, BY_MAIL)
    town.hand_in(SALON + MARK, RAINY)
    town.approve(SALON)
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(TOLD_ON, "10:00"))
    assert town.receivers() == {ON_LINE, EASY}


def others_join_afterwards(town: Town) -> None:
    """They will hear of what comes next, and were told nothing of the salon."""
    town.at(local(RAINY - timedelta(days=2), "12:00"))
    town.follow(LATE)
    join_by_mail(town, NOT_TOLD)


def from_today_to_the_question(town: Town) -> str:
    """First tap: what takes place today, then the numbers before anything is sent."""
    desk = town.staff("publisher")
    assert SALON in desk.get("/desk/").text
    today = desk.get("/desk/today").text
    found = re.search(
        rf"{SALON}.*?href=\"(/desk/listings/\d+/cancel\?date=\d+)\"", today, re.DOTALL
    )
    assert found
    asked = desk.get(found[1].replace("&amp;", "&"))
    assert "LINE 2人・メール 1人</strong>です" in asked.text
    assert re.search(r"LINEを2通使います（今月の残り [\d,]+通）", asked.text), (
        "quota before sending"
    )
    return found[1]


def the_reason_is_the_second_tap(town: Town, path: str) -> object:
    desk = town.staff("publisher")
    return desk.send(desk.get(path), "/cancel", reason="荒天のため", tell="1")


def every_surface_shows_it_at_once(town: Town) -> None:
    anyone = town.visitor()
    event = anyone.get(town.event_path(SALON)).text
    assert "中止になりました" in event
    assert "荒天のため" in event
    calendar = anyone.get(f"/{HERE}/calendar.ics").text
    (block,) = [one for one in calendar.split("BEGIN:VEVENT") if SALON in one.replace("\r\n ", "")]
    assert "STATUS:CANCELLED" in block


def those_who_were_told_know(town: Town) -> None:
    for user in (ON_LINE, EASY):
        (said,) = texts(town, user)
        assert "中止" in said
        assert SALON in said
        assert "11月28日(土) 10:00–11:00" in said
        assert "荒天のため" in said
    (mail,) = notices_to(town, BY_MAIL)
    assert mail.subject.startswith("【中止】11月28日(土) 10:00–11:00 " + SALON)
    for part in (mail.plain, mail.html):
        assert "荒天のため" in part
        assert "/unsubscribe/" in part


def nobody_else_is_disturbed(town: Town) -> None:
    assert texts(town, LATE) == []
    assert notices_to(town, NOT_TOLD) == []


def the_desk_reads_what_happened(town: Town, url: str) -> None:
    found = re.search(r"/desk/editions/\d+", url)
    assert found
    page = town.staff("publisher").get(found[0]).text
    assert "送った 3人" in page
    log = town.staff("admin").get("/admin/log").text
    assert "を中止にしました（理由: 荒天のため）" in log
    assert "知らせた方に、すぐに送ります" in log


def texts(town: Town, user: str) -> list[str]:
    """The notices on a phone, as words."""
    said = [one["text"] for one in town.phone(user) if one["type"] == "text"]
    return [one for one in said if "中止のお知らせ" in one or "（ちゅうし）の" in one]


def notices_to(town: Town, address: str) -> list[Mail]:
    """The mails to one address that call something off."""
    return [mail for mail in town.mails(address) if "【中止】" in mail.subject]
