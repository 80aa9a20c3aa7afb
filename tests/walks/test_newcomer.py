"""A father, new in the ward, whose Japanese is not his first language: a QR, then the same facts."""

import re
from datetime import date, timedelta

from notifier.cli.practice.browser import Page
from tests.walks.test_saturday import editions_to
from tests.walks.town import HERE, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
DAY = SATURDAY + timedelta(days=4)
FATHER = "father@example.jp"
MARK = "（ざくろ）"
TITLE, OTHER = f"父子のパンづくり{MARK}", f"わらべうたの会{MARK}"
EASY, ENGLISH = "お父（とう）さんと 子（こ）どもの パンづくり", "Baking with dad"
FACTS = ("2026-11-25T10:00", "ざくろ会館", "300", "045-000-0010")


def test_a_code_at_the_counter_opens_the_same_facts(town: Town) -> None:
    items_are_published(town)
    translations_are_written_and_checked(town)
    home = he_scans_the_code(town)
    path = he_reads_the_list(town, home)
    he_reads_one_event(town, path)
    he_keeps_the_date(town, path)
    he_joins_in_his_language(town)
    the_saturday_letter_speaks_it(town)
    he_reads_the_issue_again(town)
    town.assert_apart("ざくろ")


def items_are_published(town: Town) -> None:
    facts = {
        "place_name": "ざくろ会館", "fee_text": "300円", "audience_text": "3歳〜6歳の子どもとお父さん",
        "contact_public": "ざくろの会 045-000-0010", "body": "いっしょにパンを焼きます。",
    }  # fmt: skip
    town.hand_in(TITLE, DAY, **facts)
    town.hand_in(OTHER, DAY)
    for title in (TITLE, OTHER):
        town.approve(title)


def translations_are_written_and_checked(town: Town) -> None:
    """The editor writes; only the second person brings it out."""
    number = town.event_path(TITLE).rpartition("/")[2]
    address = f"/desk/listings/{number}/languages"
    editor, second = town.staff("editor"), town.staff("publisher")
    for language, title in (("easy", EASY), ("en", ENGLISH)):
        page = editor.send(editor.get(address), f"languages/{language}", title=title, body=title)
        assert page.status == 200, page.text
        assert title not in town.visitor().get(f"/{HERE}/?lang={language}").text
        page = second.send(second.get(address), f"languages/{language}/check")
        assert "公開しました" in page.text


def he_scans_the_code(town: Town) -> str:
    """The sheet at the counter says the address below its code."""
    sheet = town.staff("editor").get("/desk/counter").text
    assert sheet.count('.svg" alt=""') == 3
    (url,) = re.findall(rf"{town.origin}(/{HERE}/\?lang=easy)<", sheet)
    return url


def he_reads_the_list(town: Town, home: str) -> str:
    page = town.visitor().get(home).text
    assert "これからの 予定（よてい）" in page
    assert EASY in page
    assert TITLE not in page
    assert OTHER in page, "what is not translated is not hidden"
    assert "日本語（にほんご）だけ" in page
    found = re.search(rf'href="(/{HERE}/events/\d+\?lang=easy)">{re.escape(EASY)}', page)
    assert found
    return found[1]


def he_reads_one_event(town: Town, path: str) -> None:
    easy = town.visitor().get(path).text
    english = town.visitor().get(path.replace("easy", "en")).text
    japanese = town.visitor().get(path.partition("?")[0]).text
    for page in (easy, english, japanese):
        for fact in FACTS:
            assert fact in page, fact
    assert "まだ やさしい日本語" not in easy
    assert "Wed 25 Nov 10:00–11:00" in english
    assert "300 yen" in english
    other = town.visitor().get(f"{town.event_path(OTHER)}?lang=easy").text
    assert "このページは まだ やさしい日本語（にほんご）に なっていません" in other
    assert "11月25日(水) 10:00–11:00" in other


def he_keeps_the_date(town: Town, path: str) -> None:
    page = town.visitor().get(path).text
    (file,) = re.findall(r'href="(/\S+/events/\d+/\d+\.ics)"', page)
    assert "DTSTART;TZID=Asia/Tokyo:20261125T100000" in town.visitor().get(file).text
    assert "calendar.google.com" in page, "a link; nothing is loaded from there"


def he_joins_in_his_language(town: Town) -> None:
    him = town.visitor()
    home = him.get(f"/{HERE}/?lang=easy").text
    assert f'href="/{HERE}/subscribe?lang=easy"' in home
    sent = him.send(him.get(f"/{HERE}/subscribe?lang=easy"), "subscribe", email=FATHER)
    assert sent.status == 200, sent.text
    town.tick()
    page = him.get(town.link(FATHER, "/subscribe/confirm/"))
    assert him.send(page, "/confirm/").status == 200


def the_saturday_letter_speaks_it(town: Town) -> None:
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    (mail,) = editions_to(town, FATHER)
    assert f"■ {EASY}" in mail.plain
    assert TITLE not in mail.plain
    assert f"■ {OTHER}" in mail.plain
    section = mail.plain.partition(EASY)[2]
    link = re.search(r"http://\S+(/r/\S+)", section)
    assert link
    page: Page = town.visitor().get(link[1])
    assert page.url.endswith("?lang=easy")
    assert EASY in page.text


def he_reads_the_issue_again(town: Town) -> None:
    page = town.visitor().get(f"/{HERE}/archive/?lang=easy").text
    (path,) = re.findall(rf'href="(/{HERE}/archive/\d+\?lang=easy)"', page)
    issue = town.visitor().get(path).text
    assert EASY in issue
    assert "/me/" not in issue
    assert "/r/" not in issue
