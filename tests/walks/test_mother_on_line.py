"""A mother on leave, child of five months, LINE only: three taps, fitting cards, out and in again."""

import re
from datetime import date, timedelta
from typing import Any

from notifier.cli.practice.browser import Page
from tests.walks.town import HERE, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
MOTHER = "U" + "c" * 32
NEXT_DOORS_MOTHER = "U" + "d" * 32
MARK = "（かりん）"
FITS, TOO_OLD, ELSEWHERE = "ねんねアート", "年長さんサッカー", "第3地区だけの会"
MANY = 12


def test_three_taps_ten_cards_one_tap_out(town: Town) -> None:
    follows_and_is_welcomed(town)
    chooses_in_three_taps(town)
    items_are_published(town)
    the_saturday_card_holds_what_fits(town)
    adds_to_her_calendar(town)
    stops_in_one_tap(town)
    follows_again(town)
    town.assert_apart(MARK)


def follows_and_is_welcomed(town: Town) -> None:
    town.follow(MOTHER)
    words, question = town.phone(MOTHER)
    assert "友だち追加ありがとうございます" in words["text"]
    assert "地区はしぼらない" in labels(question)
    (sent,) = town.control.log(town.channel(HERE))
    assert sent["endpoint"] == "reply", "the welcome is free"
    town.follow(NEXT_DOORS_MOTHER, "kohoku")


def chooses_in_three_taps(town: Town) -> None:
    district = labels(town.phone(MOTHER)[-1])[0]
    for label in (district, "2026年", "6月"):
        town.tap(MOTHER, label)
    settings = town.phone(MOTHER)[-1]["text"]
    assert f"・地区: {district}" in settings
    assert "・お子さんの生まれ月: 2026年6月" in settings
    assert all(entry["endpoint"] == "reply" for entry in town.control.log(town.channel(HERE)))


def items_are_published(town: Town) -> None:
    day = SATURDAY + timedelta(days=4)
    keys = re.findall(
        r'name="districts" value="([^"]+)"', town.visitor().get(f"/{HERE}/submit").text
    )
    town.hand_in(FITS + MARK, day, audience_text="0歳児とその家族", districts=keys[0])
    town.hand_in(TOO_OLD + MARK, day, audience_text="5歳〜6歳の子ども")
    town.hand_in(ELSEWHERE + MARK, day, districts=keys[2])
    for number in range(MANY):
        town.hand_in(f"みんなの会{number}号{MARK}", day + timedelta(days=number % 3))
    for title in (FITS, TOO_OLD, ELSEWHERE, *(f"みんなの会{n}号" for n in range(MANY))):
        town.approve(title)


def the_saturday_card_holds_what_fits(town: Town) -> None:
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    assert town.receivers() == {MOTHER}
    words, cards = town.phone(MOTHER)[-2:]
    assert words["type"] == "text"
    titles = [str(card) for card in cards["contents"]["contents"]]
    assert len(titles) <= 10
    assert FITS in " ".join(titles)
    for wrong in (TOO_OLD, ELSEWHERE):
        assert wrong not in str(cards)
    for card in cards["contents"]["contents"]:
        title = card["body"]["contents"][1]["text"]
        assert title in cards["altText"], "the text twin says every card"
    assert town.phone(NEXT_DOORS_MOTHER, "kohoku")[-1]["type"] == "text", "only her own welcome"


def adds_to_her_calendar(town: Town) -> None:
    card = next(c for c in town.phone(MOTHER)[-1]["contents"]["contents"] if FITS in str(c))
    url = card["footer"]["contents"][0]["action"]["uri"]
    page = town.visitor().get(url.removeprefix(town.origin))
    assert FITS in page.text
    path = page.url.removeprefix(town.origin)
    assert "BEGIN:VEVENT" in town.visitor().get(f"{path}.ics").text
    assert count_of_taps(town).startswith("20未満"), "never a small number"


def stops_in_one_tap(town: Town) -> None:
    town.act(MOTHER, "say", text="設定")  # as every edition tells her
    assert "停止" in labels(town.phone(MOTHER)[-1])
    town.tap(MOTHER, "停止")
    assert "お知らせを止めました" in town.phone(MOTHER)[-1]["text"]
    following = SATURDAY + timedelta(days=7)
    town.at(local(following - timedelta(days=1), "16:01"))
    assert "LINE 0人" in edition_page(town).text


def follows_again(town: Town) -> None:
    town.tap(MOTHER, "もう一度受け取る")
    assert "再開しました" in town.phone(MOTHER)[-1]["text"]
    assert "2026年6月" in town.phone(MOTHER)[-1]["text"], "her choices were kept"
    assert "LINE 1人" in edition_page(town).text
    town.act(MOTHER, "unfollow")
    assert "LINE 0人" in edition_page(town).text
    town.act(MOTHER, "follow")
    assert "LINE 1人" in edition_page(town).text


def edition_page(town: Town) -> Page:
    _, page = town.edition()
    return page


def count_of_taps(town: Town) -> str:
    found = re.search(r"リンクがひらかれた回数：([^<]*)", edition_page(town).text)
    assert found
    return found[1]


def labels(message: dict[str, Any]) -> list[str]:
    return [one["action"]["label"] for one in message["quickReply"]["items"]]
