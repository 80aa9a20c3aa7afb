"""A parent who reads by ear and keyboard: the plain part says all, the altText is a digest, out is easy."""

import re
from datetime import date, timedelta

from notifier.simulator.maildir import Mail
from tests.walks.test_saturday import editions_to, join_by_mail
from tests.walks.town import HERE, NEXT_DOOR, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
READER, OTHER, NEXT_DOORS = "ear@example.jp", "eye@example.jp", "next@example.jp"
ON_LINE = "U" + "e" * 32
TITLE = "てざわりあそび（ゆずの実）"
FACTS = {
    "place_name": "ゆず会館 2階",
    "audience_text": "1歳〜3歳の子どもと保護者",
    "fee_text": "親子で200円",
    "apply_text": "電話で申し込み",
    "apply_by": "2026-11-23",
    "contact_public": "ゆずの会 045-000-0008",
    "bring_text": "タオル",
}


def test_the_digest_is_whole_in_words_and_leaving_is_easy(town: Town) -> None:
    for address in (READER, OTHER):
        join_by_mail(town, address)
    join_by_mail(town, NEXT_DOORS, hub=NEXT_DOOR)
    town.follow(ON_LINE)
    town.hand_in(TITLE, SATURDAY + timedelta(days=4), **FACTS)
    town.approve(TITLE)
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    (mail,) = editions_to(town, READER)
    the_plain_part_is_complete(town, mail)
    the_alt_text_is_a_digest(town)
    looking_at_the_link_changes_nothing(town, mail)
    one_click_ends_it(town, mail)
    the_other_leaves_by_the_page(town)
    nobody_who_left_hears_again(town)
    town.assert_apart("ゆずの実")


def the_plain_part_is_complete(town: Town, mail: Mail) -> None:
    assert TITLE in mail.plain
    assert "11月25日(水) 10:00–11:00" in mail.plain
    for name, fact in FACTS.items():
        if name != "apply_by":
            assert fact in mail.plain, f"{name} is missing from the plain part"
    assert "11月23日(月)" in mail.plain
    assert "申込締切" in mail.plain
    assert not re.search(r"</?(a|b|br|p|div|span|table)\b", mail.plain), "no markup in words"
    for url in re.findall(r"http://\S+/r/\S+", mail.plain)[:1]:
        assert town.visitor().get(url.removeprefix(town.origin)).status == 200
    titles = re.findall(r"^■ (.+)$", mail.plain, re.MULTILINE)
    assert len(titles) == mail.html.count("/r/"), "html and words hold the same items"
    assert "横浜市（練習用の住所）" in mail.plain, "who writes, and from where"
    assert dict(mail.headers)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def the_alt_text_is_a_digest(town: Town) -> None:
    cards = town.phone(ON_LINE)[-1]
    assert f"11月25日(水) 10:00–11:00 {TITLE}" in cards["altText"]
    assert cards["altText"].count("／") >= len(cards["contents"]["contents"]) - 1


def looking_at_the_link_changes_nothing(town: Town, mail: Mail) -> None:
    page = town.visitor().get(mail.one_click_url.removeprefix(town.origin))
    assert page.status == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "no-store" in page.headers["cache-control"]
    assert "お知らせを止めました" not in page.text
    elsewhere = mail.one_click_url.removeprefix(town.origin).replace(HERE, NEXT_DOOR, 1)
    assert town.visitor().get(elsewhere).status == 410, "the other hub does not know this link"


def one_click_ends_it(town: Town, mail: Mail) -> None:
    path = mail.one_click_url.removeprefix(town.origin)
    for _ in range(2):  # mail programs repeat themselves
        answer = town.visitor().post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status == 200


def the_other_leaves_by_the_page(town: Town) -> None:
    (mail,) = editions_to(town, OTHER)
    path = re.search(r"(/\S+/unsubscribe/\S+)", mail.plain.replace(town.origin, ""))
    assert path
    reader = town.visitor()
    done = reader.send(reader.get(path[1]), "/unsubscribe/", act="all")
    assert "もう一度受け取る" in done.text, "with the way back"


def nobody_who_left_hears_again(town: Town) -> None:
    following = SATURDAY + timedelta(days=7)
    town.at(local(following - timedelta(days=1), "16:01"))
    _, page = town.edition()
    assert "LINE 1人・メール 0人に" in page.text
    town.press("/approve")
    town.at(local(following, "10:00"))
    for address in (READER, OTHER):
        assert len(editions_to(town, address)) == 1
