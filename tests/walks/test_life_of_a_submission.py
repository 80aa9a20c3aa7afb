"""From the form to the last strike-through: one item, and everybody who sees it."""

import re
from datetime import date

from notifier.cli.practice.browser import Page
from tests.walks.town import HERE, NEXT_DOOR, Town

TITLE = "うめ見さんぽ"
MAIL = "ume@example.jp"
DAY = date(2026, 11, 28)
NEW_DAY = date(2026, 12, 5)


def test_an_item_is_asked_answered_published_corrected_and_cancelled(town: Town) -> None:
    arrives_by_the_form(town)
    is_asked_about_and_answered_by_the_link(town)
    is_published_with_its_own_calendar_entry(town)
    is_corrected_by_the_link_and_judged_again(town)
    is_cancelled_and_struck_everywhere(town)
    town.assert_apart(TITLE)


def arrives_by_the_form(town: Town) -> None:
    done = town.hand_in(TITLE, DAY, email=MAIL, fee_text="")
    assert "11月28日(土) 10:00–11:00" in done.text
    (first,) = town.mails(MAIL)
    assert TITLE not in first.plain, "the first mail to an unproved address tells nothing"
    mine = own_page(town)
    assert TITLE in mine.text
    assert "確認中" in mine.text
    assert TITLE in town.staff("editor").get("/desk/queue").text
    assert TITLE not in town.public(), "nothing is public without a named approver"
    assert town.visitor().get(own_path(town).replace(HERE, NEXT_DOOR, 1)).status == 410


def is_asked_about_and_answered_by_the_link(town: Town) -> None:
    case = town.case_of(TITLE)
    prepared = re.search(r'name="prepared" value="(fee_text[^"]*)"', case.text)
    assert prepared, "a missing fee has a prepared question"
    town.staff("editor").send(case, "/ask", prepared=prepared[1])
    town.tick()
    question, *_ = town.mails(MAIL)
    assert "/g/" in question.plain
    group = town.visitor()
    mine = group.get(own_path(town))
    assert "質問あり" in mine.text
    group.send(mine, "/answer/", answer="親子で300円")
    town.tick()
    assert "親子で300円" in town.case_of(TITLE).text


def is_published_with_its_own_calendar_entry(town: Town) -> None:
    town.approve(TITLE)
    path = town.event_path(TITLE)
    event = town.visitor().get(path)
    assert "11月28日(土) 10:00–11:00" in event.text
    assert "親子で300円" in event.text
    (entry,) = calendar_entries(town)
    assert "DTSTART;TZID=Asia/Tokyo:20261128T100000" in entry
    assert "SEQUENCE:0" in entry
    assert "掲載中" in own_page(town).text
    assert town.visitor().get(path.replace(HERE, NEXT_DOOR, 1)).status == 404


def is_corrected_by_the_link_and_judged_again(town: Town) -> None:
    group = town.visitor()
    mine = group.get(own_path(town))
    path = re.search(r'href="([^"]*/correct/\d+)"', mine.text)
    assert path
    group.send(group.get(path[1]), "/correct/", date_1=NEW_DAY.isoformat())
    town.tick()
    assert "12月5日(土)" not in town.visitor().get(town.event_path(TITLE)).text, (
        "a new date waits for the desk"
    )
    assert "訂正" in town.case_of(TITLE).text
    town.approve(TITLE)
    event = town.visitor().get(town.event_path(TITLE)).text
    assert "12月5日(土) 10:00–11:00" in event
    assert re.search(r"<del><time[^>]*>11月28日\(土\) 10:00–11:00</time></del>", event)
    assert 'content="12月5日(土) 10:00–11:00' in event, "the summary names the date that holds"
    assert "親子で300円" in event, "what was answered before is not lost by a correction"
    old, new = calendar_entries(town)
    assert "STATUS:CANCELLED" in old, "a calendar that knew the old date strikes it"
    assert "DTSTART;TZID=Asia/Tokyo:20261205T100000" in new
    assert sequence(old) > 0


def is_cancelled_and_struck_everywhere(town: Town) -> None:
    _, before = calendar_entries(town)
    path = town.event_path(TITLE)
    group = town.visitor()
    group.send(group.get(own_path(town)), "/withdraw/", reason="会場が工事になったため")
    town.tick()
    event = town.visitor().get(path).text
    assert "中止" in event
    assert "会場が工事になったため" in event
    assert "中止" in own_page(town).text
    home = town.visitor().get(f"/{HERE}/").text
    assert "中止" in home
    _, entry = calendar_entries(town)
    assert "STATUS:CANCELLED" in entry
    assert sequence(entry) > sequence(before)
    assert uid(entry) == uid(before)
    assert "中止" in town.visitor().get(f"/{HERE}/feed.xml").text
    assert TITLE in town.staff("editor").get("/desk/listings?status=cancelled").text


def own_path(town: Town) -> str:
    return town.link(MAIL, "/g/")


def own_page(town: Town) -> Page:
    return town.visitor().get(own_path(town))


def calendar_entries(town: Town) -> list[str]:
    """The VEVENTs of the item in the hub's calendar by date, unfolded."""
    text = town.visitor().get(f"/{HERE}/calendar.ics").text.replace("\r\n ", "").replace("\n ", "")
    events = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL)
    return sorted((event for event in events if TITLE in event), key=start_of)


def start_of(entry: str) -> str:
    found = re.search(r"DTSTART[^:]*:(\S+)", entry)
    assert found
    return found[1]


def sequence(entry: str) -> int:
    found = re.search(r"SEQUENCE:(\d+)", entry)
    assert found
    return int(found[1])


def uid(entry: str) -> str:
    found = re.search(r"UID:(\S+)", entry)
    assert found
    return found[1]
