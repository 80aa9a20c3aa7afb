"""Friday 16:00 to Saturday 10:00: one edition is proposed, arranged, approved, struck and sent."""

import re
from datetime import date, timedelta

from notifier.simulator.maildir import Mail
from tests.walks.town import HERE, NEXT_DOOR, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
STAYS, DROPPED, RAINED_OFF = "どんぐりひろい", "おちば焼き", "川べりさんぽ"
MARK = "（ぎんなん）"
ON_LINE, LEAVES = "U" + "a" * 32, "U" + "b" * 32
BY_MAIL, TOO_LATE = "mama@example.jp", "papa@example.jp"
NOTHING_FITS, NEXT_DOORS = "far@example.jp", "next@example.jp"


def test_the_edition_goes_to_those_it_fits_and_to_nobody_else(town: Town) -> None:
    readers_join(town)
    items_are_published(town)
    town.at(local(FRIDAY, "16:01"))
    is_proposed_and_arranged(town)
    is_approved_undone_and_approved_again(town)
    one_item_is_rained_off_and_one_reader_stops(town)
    town.at(local(SATURDAY, "09:59"))
    assert town.receivers() == set(), "not a minute early"
    town.at(local(SATURDAY, "10:00"))
    arrives(town)
    town.at(local(SATURDAY, "10:05"))
    assert town.receivers() == {ON_LINE}, "another tick sends nothing more"
    assert len(editions_to(town, BY_MAIL)) == 1
    says_what_happened(town)
    town.assert_apart(MARK)


def test_a_missed_edition_asks_and_can_be_reopened(town: Town) -> None:
    join_by_mail(town, BY_MAIL)
    town.hand_in(STAYS + MARK, SATURDAY + timedelta(days=4))
    town.approve(STAYS)
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "13:00"))
    _, page = town.edition()
    assert "いまの状態：送信時刻を過ぎて保留" in page.text
    assert editions_to(town, BY_MAIL) == [], "nothing goes out late by itself"
    assert town.edition()[0] in town.staff("publisher").get("/desk/").text
    town.press("/reopen")
    town.press("/approve", send_at="2026-11-21T14:00")
    second = town.staff("second")
    path, _ = town.edition()
    assert "二人目の承認を待っています" in second.get(path).text
    town.at(local(SATURDAY, "14:00"))
    assert editions_to(town, BY_MAIL) == []
    second.send(second.get(path), "/second")
    town.at(local(SATURDAY, "14:11"))
    assert len(editions_to(town, BY_MAIL)) == 1
    town.assert_apart(MARK)


def test_a_reader_for_whom_nothing_fits_gets_nothing(town: Town) -> None:
    keys = re.findall(
        r'name="districts" value="([^"]+)"', town.visitor().get(f"/{HERE}/submit").text
    )
    join_by_mail(town, BY_MAIL, districts=keys[0])
    join_by_mail(town, NOTHING_FITS, districts=keys[1])
    town.hand_in(STAYS + MARK, SATURDAY + timedelta(days=4), districts=keys[0])
    town.approve(STAYS)
    town.at(local(FRIDAY, "16:01"))
    drop_all_but(town, STAYS)
    _, page = town.edition()
    assert "LINE 0人・メール 1人に" in page.text
    assert "合う項目がないため、何も届かない人：1人" in page.text
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    assert len(editions_to(town, BY_MAIL)) == 1
    assert editions_to(town, NOTHING_FITS) == [], "an empty letter is not sent"


def drop_all_but(town: Town, title: str) -> None:
    _, page = town.edition()
    for number in re.findall(r'<li class="card[^"]*" id="item-(\d+)">', page.text):
        item = re.search(rf'id="item-{number}">(.*?)</li>', page.text, re.DOTALL)
        assert item
        if title not in item[1]:
            town.press(f"/items/{number}/drop")


def readers_join(town: Town) -> None:
    for user in (ON_LINE, LEAVES):
        town.follow(user)
    for address in (BY_MAIL, TOO_LATE):
        join_by_mail(town, address)
    join_by_mail(town, NEXT_DOORS, hub=NEXT_DOOR)


def join_by_mail(town: Town, address: str, *, hub: str = HERE, **wishes: str) -> None:
    reader = town.visitor()
    reader.send(reader.get(f"/{hub}/subscribe"), "/subscribe", email=address, **wishes)
    town.tick()
    reader.send(reader.get(town.link(address, "/subscribe/confirm/")), "/confirm/")


def items_are_published(town: Town) -> None:
    for title in (STAYS, DROPPED, RAINED_OFF):
        town.hand_in(title + MARK, SATURDAY + timedelta(days=4))
        town.approve(title)


def is_proposed_and_arranged(town: Town) -> None:
    _, page = town.edition()
    assert "LINE 2人・メール 2人に 11月21日(土) 10:00 に送る" in page.text
    for title in (STAYS, DROPPED, RAINED_OFF):
        assert title in page.text
    found = re.search(rf'id="item-(\d+)"(?:(?!id="item-).)*{DROPPED}', page.text, re.DOTALL)
    assert found
    page = town.press(f"/items/{found[1]}/drop")
    assert "外した項目" in page.text


def is_approved_undone_and_approved_again(town: Town) -> None:
    page = town.press("/approve")
    assert "承認を取り消す" in page.text
    page = town.press("/undo")
    assert "下書き" in page.text
    page = town.press("/approve")
    assert "11月21日(土) 10:00" in page.text


def one_item_is_rained_off_and_one_reader_stops(town: Town) -> None:
    town.at(local(SATURDAY, "07:40"))
    desk = town.staff("editor")
    number = town.event_path(RAINED_OFF).rpartition("/")[2]
    desk.send(desk.get(f"/desk/listings/{number}/cancel"), "/cancel", reason="荒天のため")
    town.act(LEAVES, "unfollow")
    reader = town.visitor()
    reader.send(reader.get(f"/{HERE}/subscribe/link"), "/subscribe/link", email=TOO_LATE)
    town.tick()
    page = reader.get(town.link(TOO_LATE, "/me/").replace("/me/", "/unsubscribe/"))
    reader.send(page, "/unsubscribe/", act="all")


def arrives(town: Town) -> None:
    assert town.receivers() == {ON_LINE}
    cards = str(town.phone(ON_LINE)[-2:])
    mail = editions_to(town, BY_MAIL)[0]
    for words in (cards, mail.plain, mail.html):
        assert STAYS in words
        assert DROPPED not in words
        assert RAINED_OFF not in words, "a cancelled event is never in a digest"
    assert editions_to(town, TOO_LATE) == []
    assert editions_to(town, NEXT_DOORS) == [], "next door has approved nothing"


def says_what_happened(town: Town) -> None:
    _, page = town.edition()
    assert "送った 2人" in page.text
    assert "LINE 1・メール 1" in page.text
    _, theirs = town.edition(NEXT_DOOR)
    assert not re.search(r"送った \d", theirs.text)


def editions_to(town: Town, address: str) -> list[Mail]:
    """The mails to an address that are an edition: those that can be left in one click."""
    return [mail for mail in town.mails(address) if mail.one_click_url]
