"""A circle leader with a baby on her arm: a flyer photo by LINE, one line of text, and what became of it."""

import base64
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image

from notifier import intake
from notifier.cli.practice import fill as practice
from tests.walks.town import HERE, Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
LEADER, GROUP = "U" + "e" * 32, "みなと親子サークル"
TITLE = "ふれあい遊び"
LINE_OF_TEXT = f"11月25日(水) 10時〜11時 {TITLE} みなとケアプラザ"


@pytest.fixture
def leader(town: Town) -> Town:
    """She added the groups' account and sent the code the desk told her by telephone."""
    town.control.add_friends(practice.group_channel_id(HERE), [LEADER])
    (hello,) = town.write(LEADER, "follow")
    assert "連絡用LINE" in hello
    assert f"「{GROUP}」としてつながりました" in town.write(LEADER, "say", text=code(town))[0]
    return town


def test_from_the_photo_to_the_issue_it_appeared_in(leader: Town) -> None:
    town = leader
    sends_a_photo_and_one_line(town)
    answers_one_question_after_another(town)
    sees_that_it_is_looked_at(town)
    the_desk_sees_photo_words_and_answers(town)
    town.approve(TITLE)
    assert "掲載が決まりました" in town.write(LEADER, "say", text="状態")[0]
    the_saturday_edition_carries_it(town)
    corrects_it_on_her_own_page(town)
    assert all(row["endpoint"] == "reply" for row in log(town)), "nothing of it cost anything"


def test_trouble_with_the_picture_loses_nothing(leader: Town) -> None:
    town = leader
    town.control.faults({"endpoint": "content", "kind": "bad_id", "times": 3})
    town.write(LEADER, "photo", content=flyer())
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    page = town.case_of(TITLE, state="asked")
    assert "写真を1枚、LINEから受け取っているところです" in page.text
    for _ in range(4):
        town.now += timedelta(seconds=20)
        town.tick()
    assert picture(town, town.case_of(TITLE, state="asked").text).startswith(b"\x89PNG")


def test_a_picture_line_never_hands_over_is_said_to_both(leader: Town) -> None:
    town = leader
    town.control.faults({"endpoint": "content", "kind": "500_before", "times": 99})
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    town.write(LEADER, "photo", content=flyer())
    for _ in range(30):
        town.now += timedelta(minutes=40)
        town.tick()
    town.tick()
    assert "もう一度送ってください" in town.group_phone(LEADER)[-1]["text"]
    assert "受け取れませんでした" in town.case_of(TITLE).text


def test_a_file_that_is_no_picture_is_said_to_her(leader: Town) -> None:
    town = leader
    town.write(LEADER, "photo", content=base64.b64encode(b"no picture at all").decode())
    town.tick()
    assert "写真にもPDFにも読めませんでした" in town.group_phone(LEADER)[-1]["text"]


def test_bytes_that_break_the_reader_stop_no_other_picture(
    leader: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, prepare = leader, intake.prepare

    def breaks_once(file: intake.File) -> intake.KeptFile:
        monkeypatch.setattr(intake, "prepare", prepare)
        raise ArithmeticError

    monkeypatch.setattr(intake, "prepare", breaks_once)
    town.write(LEADER, "photo", content=flyer())
    town.write(LEADER, "photo", content=flyer())
    town.tick()
    assert any("開けませんでした" in one["text"] for one in town.group_phone(LEADER))
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    assert picture(town, town.case_of(TITLE, state="asked").text).startswith(b"\x89PNG")


def test_a_photo_taken_back_is_gone_everywhere(leader: Town) -> None:
    town = leader
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    town.write(LEADER, "photo", content=flyer())
    page = town.case_of(TITLE, state="asked").text
    url = re.search(r'src="(/desk/attachments/\d+)"', page)
    assert url
    said = town.control.said(practice.group_channel_id(HERE), LEADER)
    town.write(LEADER, "unsend", message_id=said[-1]["message_id"])
    assert "/desk/attachments/" not in town.case_of(TITLE, state="asked").text
    assert town.staff("editor").get(url[1]).status == 404
    assert TITLE in town.case_of(TITLE, state="asked").text, "the words stay"


def test_her_own_page_gives_the_code_too(town: Town) -> None:
    email = "leader@example.jp"
    desk = town.staff("editor")
    page = desk.get(group_path(town))
    desk.send(page, "/contacts", label="代表", email=email)
    town.hand_in("さくらの会", SATURDAY + timedelta(days=4), email=email, organiser=GROUP)
    mine = town.visitor()
    own = mine.get(town.link(email, "/g/"))
    shown = mine.send(own, "/line-code").text
    found = re.search(r'class="line-code">([0-9a-z-]+)<', shown)
    assert found
    town.control.add_friends(practice.group_channel_id(HERE), [LEADER])
    assert "としてつながりました" in town.write(LEADER, "say", text=found[1])[0]
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    assert TITLE in mine.get(own.url.removeprefix(town.origin)).text, "one page for both ways"
    assert "さくらの会" in town.write(LEADER, "say", text="状態")[0]


def test_whoever_left_the_group_speaks_for_it_no_more(leader: Town) -> None:
    town = leader
    town.write(LEADER, "say", text=LINE_OF_TEXT)
    (state,) = town.write(LEADER, "say", text="状態")
    own = own_page(state, town)
    desk = town.staff("editor")
    desk.send(desk.get(group_path(town)), "/remove")
    assert town.visitor().get(own).status == 410
    assert TITLE not in town.write(LEADER, "say", text="状態")[0]
    assert (
        "まだどの団体の方か分かりません" in town.write(LEADER, "say", text="12月9日 10時 別の会")[0]
    )


def sends_a_photo_and_one_line(town: Town) -> None:
    began = town.now
    (receipt,) = town.write(LEADER, "photo", content=flyer())
    assert "写真を受け取りました" in receipt
    assert "何のお知らせですか" in receipt
    assert town.now - began < timedelta(seconds=60)
    (said,) = town.write(LEADER, "say", text=LINE_OF_TEXT)
    for words in (TITLE, "11月25日(水) 10:00–11:00", "みなとケアプラザ"):
        assert words in said


def answers_one_question_after_another(town: Town) -> None:
    asked = []
    while answers := answers_below(town):
        asked.append(town.group_phone(LEADER)[-1]["text"].split("\n")[-1])
        town.write(LEADER, "press", action=answers[0])
    assert len(asked) == len(set(asked)) == 3
    assert "これで受け付けました" in town.group_phone(LEADER)[-1]["text"]


def sees_that_it_is_looked_at(town: Town) -> None:
    (said,) = town.write(LEADER, "say", text="状態")
    assert TITLE in said
    assert "職員が確認中です" in said


def the_desk_sees_photo_words_and_answers(town: Town) -> None:
    queue = town.staff("editor").get("/desk/queue?state=waiting").text
    assert picture(town, queue).startswith(b"\x89PNG")
    page = town.case_of(TITLE).text
    for words in ("LINE", GROUP, LINE_OF_TEXT, "どなたでも"):
        assert words in page
    assert "質問と断りの理由は、LINEで送り主に届きます" in page


def the_saturday_edition_carries_it(town: Town) -> None:
    town.follow("U" + "c" * 32)
    town.at(local(FRIDAY, "16:01"))
    town.press("/approve")
    town.at(local(SATURDAY, "10:00"))
    town.tick()
    (said,) = town.write(LEADER, "say", text="状態")
    issue = re.search(rf"{re.escape(town.origin)}(/{HERE}/archive/\d+)", said)
    assert issue, said
    assert TITLE in town.visitor().get(issue[1]).text
    page = re.search(rf"{re.escape(town.origin)}(/{HERE}/events/\d+)", said)
    assert page
    assert TITLE in town.visitor().get(page[1]).text


def corrects_it_on_her_own_page(town: Town) -> None:
    (said,) = town.write(LEADER, "say", text="状態")
    hers = town.visitor()
    own = hers.get(own_page(said, town))
    assert TITLE in own.text
    form = hers.get(re.search(r'href="([^"]+/correct/\d+)"', own.text)[1])  # type: ignore[index]
    done = hers.send(form, "", fee_text="100円")
    assert "受け取りました" in done.text
    card = town.case_of(TITLE).text
    assert "訂正" in card
    assert GROUP in card
    assert "確認されていません" not in card, "she is known by her LINE"


def own_page(said: str, town: Town) -> str:
    found = re.search(rf"{re.escape(town.origin)}(/{HERE}/g/\S+)", said)
    assert found, said
    return found[1]


def group_path(town: Town) -> str:
    found = re.search(
        rf'href="(/desk/groups/\d+)">{GROUP}', town.staff("editor").get("/desk/groups").text
    )
    assert found
    return found[1]


def code(town: Town) -> str:
    desk = town.staff("editor")
    page = desk.send(desk.get(group_path(town)), "/line-code")
    found = re.search(r'class="line-code">([0-9a-z-]+)<', page.text)
    assert found
    return found[1]


def answers_below(town: Town) -> list[dict[str, Any]]:
    items = town.group_phone(LEADER)[-1].get("quickReply", {}).get("items", [])
    return [one["action"] for one in items if one["action"]["type"] == "message"]


def picture(town: Town, page: str) -> bytes:
    found = re.search(r'src="(/desk/attachments/\d+)"', page)
    assert found, "no picture on the page"
    return town.staff("editor").file(found[1])


def log(town: Town) -> list[dict[str, Any]]:
    return town.control.log(practice.group_channel_id(HERE))


def flyer() -> str:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
