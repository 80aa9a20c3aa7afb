"""A salon that sends a fax: staff type for it, one date changes by telephone, everything follows."""

import re
from datetime import date

from tests.walks.test_saturday import join_by_mail
from tests.walks.town import HERE, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
TITLE = "ひだまりサロン（かきのき）"
ON_LINE = "U" + "9" * 32
BY_MAIL = "kaki@example.jp"
FIRST, SECOND, MOVED = date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 3)
REPEATED = date(2026, 12, 23)


def test_staff_enter_it_and_a_changed_date_reaches_every_surface(town: Town) -> None:
    town.follow(ON_LINE)
    join_by_mail(town, BY_MAIL)
    staff_type_what_the_fax_says(town)
    next_month_is_the_same_with_new_dates(town)
    town.approve(TITLE)
    town.at(local(FRIDAY, "16:01"))
    one_date_changes_by_telephone(town)
    a_sheet_goes_back_by_fax(town)
    every_surface_follows(town)
    town.assert_apart("かきのき")


def staff_type_what_the_fax_says(town: Town) -> None:
    desk = town.staff("volunteer")
    page = desk.get("/desk/enter")
    group = re.search(r'<option value="(\d+)"[^>]*>藤だなサロン', page.text)
    assert group
    done = desk.send(
        page,
        "/desk/enter",
        group=group[1],
        title=TITLE,
        place_name="藤だな自治会館",
        date_1=FIRST.isoformat(),
        start_1="10:00",
        end_1="11:30",
        date_2=SECOND.isoformat(),
        start_2="10:00",
        end_2="11:30",
        audience_text="どなたでも",
        fee_text="無料",
        contact_public="藤だなサロン 045-000-0002",
    )
    assert "受け付けました" in done.text
    case = town.case_of(TITLE)
    assert "藤だなサロン" in case.text
    assert "代理入力" in case.text
    assert TITLE not in town.public()


def next_month_is_the_same_with_new_dates(town: Town) -> None:
    """「同じ内容でもう一度」: one tap fills the form, one sends it; nothing is typed twice."""
    desk = town.staff("editor")
    groups = desk.get("/desk/groups").text
    path = re.search(r'href="(/desk/groups/\d+)"[^>]*>\s*藤だなサロン', groups)
    assert path
    again = desk.get(like_of(desk.get(path[1]).text))
    assert 'value="藤だな' in again.text
    assert f'value="{REPEATED.isoformat()}"' in again.text, "the fourth Wednesday of December"
    assert "受け付けました" in desk.send(again, "/desk/enter").text


def a_sheet_goes_back_by_fax(town: Town) -> None:
    """December of this salon on one page, what is published and what waits, with boxes to tick."""
    desk = town.staff("editor")
    groups = desk.get("/desk/groups").text
    path = re.search(r'href="(/desk/groups/\d+)"[^>]*>\s*藤だなサロン', groups)
    assert path
    page = desk.get(path[1]).text
    links = re.findall(r'href="(/desk/groups/\d+/confirmation/\w+\?month=2026-12)"', page)
    assert len(links) == 2
    sheet = desk.get(next(link for link in links if "/txt" in link)).text
    assert "藤だなサロン 御中" in sheet
    assert TITLE in sheet
    assert "□ 12月3日(木) 10:00–11:30　□ このとおり" in sheet, "the date that changed"
    assert "× 12月2日(水) 10:00–11:30（中止）" in sheet
    assert "□ 12月23日(水) 10:00–11:30　□ このとおり" in sheet, "what waits at the desk"
    printed = desk.get(next(link for link in links if "/pdf" in link))
    assert printed.status == 200


def like_of(page: str) -> str:
    """The newest item's 「来月も同じ」."""
    found = re.search(r'href="(/desk/enter\?like=\d+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def one_date_changes_by_telephone(town: Town) -> None:
    desk = town.staff("editor")
    number = town.event_path(TITLE).rpartition("/")[2]
    shown = desk.get(f"/desk/listings/{number}/change")
    assert 'value="2026-12-02"' in shown.text
    seen = desk.send(shown, "/change", **{"occ-1-date": MOVED.isoformat()})
    assert "12月2日" in seen.text, "old beside new before it is done"
    assert "12月3日" in seen.text
    assert "12月3日" not in town.visitor().get(town.event_path(TITLE)).text
    done = desk.send(seen, "/change")
    assert "確認待ちに並べました" in done.text
    assert "12月3日" not in town.visitor().get(town.event_path(TITLE)).text
    town.approve(TITLE, role="publisher")  # nobody approves what they entered themselves


def every_surface_follows(town: Town) -> None:
    event = town.visitor().get(town.event_path(TITLE)).text
    assert re.search(r"<del><time[^>]*>12月2日\(水\) 10:00–11:30</time></del>", event)
    assert "12月3日(木) 10:00–11:30" in event
    month = town.visitor().get(f"/{HERE}/?month=2026-12").text
    assert TITLE in month
    calendar = town.visitor().get(f"/{HERE}/calendar.ics").text
    events = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", calendar, re.DOTALL)
    ours = {re.findall(r"DTSTART[^:]*:(\d+)", one)[0]: one for one in events if "ひだまり" in one}
    assert set(ours) == {"20261125", "20261202", "20261203"}
    assert "STATUS:CANCELLED" in ours["20261202"]
    assert "STATUS:CONFIRMED" in ours["20261203"]
    assert "2026-12-03" in town.visitor().get(f"/{HERE}/events.csv").text
    town.refresh_edition()
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    mail = town.mails(BY_MAIL)[0].plain
    cards = str(town.phone(ON_LINE)[-1])
    for words in (mail, cards):
        assert TITLE in words
        assert "12月3日(木)" in words
        assert "12月2日(水)" not in words
    number = town.event_path(TITLE).rpartition("/")[2]
    page = town.staff("editor").get(f"/desk/listings/{number}").text
    assert re.search(r"メール \d+人・LINE \d+人に送りました", page), "the surfaces reached"
