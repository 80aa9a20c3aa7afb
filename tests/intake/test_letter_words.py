"""Quotes, signatures and greetings are cut where it is sure, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.intake.reading.letter_words import bare_subject, own_words

EVENT = "【日時】12月5日(土) 10:00~\n【場所】集会所"


def own(text: str, subject: str = "冬のつどい", *, answers: bool = False) -> str:
    return own_words(subject, text, has_reference=answers).text


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "西区拠点 御担当者様\n\nお世話になっております。サロンAの代表です。\n\n{}",
        "いつもお世話になっております。\nサロンAの山田と申します。\n{}\nよろしくお願いいたします。",
        "{}\n\n-- \nサロンA\nTEL:045-000-0000\na@example.jp",
        "{}\n\n--\nサロンA",
        "{}\n\n☆☆☆☆☆☆☆☆☆☆\n子育てサークルB\n〒220-0000\nb@example.jp\n☆☆☆☆☆☆☆☆☆☆",
        "{}\n\n＝＝＝＝＝＝＝＝＝＝＝\nNPO法人C\nhttps://example.jp\n＝＝＝＝＝＝＝＝＝＝＝",
        "{}\n\niPhoneから送信",
        "{}\n\nSent from my iPhone",
        "{}\n以上です。\nよろしくお願いします。",
    ],
)
def test_what_goes(around: str) -> None:
    assert own(around.format(EVENT)) == EVENT


@pytest.mark.parametrize(
    "text",
    [
        "いつもの広場で遊びましょう。",
        "お母さんたちへ\nどうぞお気軽に。",
        "ヨガ\n==========\n日時：12月5日\n場所：公園\n==========\n問合せ b@example.jp",
        "はじめに\n--\n12月5日(土)\n10:00~11:00\n場所：南会館",
        "＞注意：雨天中止です",
        "A\n" + "-" * 20 + "\nB\n" + "-" * 20 + "\nC",
    ],
)
def test_what_stays(text: str) -> None:
    assert own(text) == text


def test_a_signature_that_is_long_stays() -> None:
    text = "本文\n--\n" + "\n".join(f"行{n}" for n in range(20))
    assert own(text) == text


@pytest.mark.parametrize(
    "quoted",
    [
        "2026年11月20日(金) 12:00 西区拠点 <news@nishi.example.jp>:\n\n> 参加費はいくらですか。\n>\n> 拠点",
        "On Fri, Nov 20, 2026 at 12:00 PM 西区 <news@nishi.example.jp> wrote:\n> 参加費は",
        "-----Original Message-----\nFrom: 西区 <news@nishi.example.jp>\nSent: Friday\nTo: a\nSubject: x\n\n参加費は",
        "________________________________\n差出人: 西区 <news@nishi.example.jp>\n送信日時: 2026年11月20日\n宛先: a\n件名: x\n\n参加費は",
        "From: 西区 <news@nishi.example.jp>\nSent: Friday\nTo: a\n\n参加費は",
        "> 参加費はいくらですか",
    ],
)
def test_a_reply_without_what_it_quotes(quoted: str) -> None:
    assert own(f"500円です。\n\n{quoted}", "Re: おたずね") == "500円です。"
    assert own(f"500円です。\n\n{quoted}", "件名", answers=True) == "500円です。"


def test_answers_between_the_lines() -> None:
    assert own("> 参加費は\n500円です\n> 持ち物は\nタオル", "Re: x") == "500円です\nタオル"


def test_a_reply_that_only_quotes_stays_whole() -> None:
    assert own("> 参加費は", "Re: x") == "> 参加費は"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Fwd: 冬のつどい",
            f"---------- Forwarded message ---------\nFrom: 会 <b@example.jp>\nDate: 2026年\nSubject: 冬\nTo: a\n\n{EVENT}",
        ),
        (
            "FW: 冬のつどい",
            f"-----Original Message-----\nFrom: 会 <b@example.jp>\nSent: 2026\nTo: a\nSubject: 冬\n\n{EVENT}",
        ),
        ("転送: 冬のつどい", f"差出人: 会 <b@example.jp>\n件名: 冬\n宛先: a\n\n{EVENT}"),
        ("冬のつどい", f"-------- 転送メッセージ --------\n件名: 冬\n差出人: 会\n\n{EVENT}"),
        (
            "Fwd: 冬のつどい",
            "Begin forwarded message:\n\n> From: 会\n> Subject: 冬\n>\n"
            + "\n".join(f"> {line}" for line in EVENT.splitlines()),
        ),
    ],
)
def test_what_was_sent_on_is_the_content(subject: str, text: str) -> None:
    found = own_words(subject, text, has_reference=False)
    assert (found.text, found.is_sent_on, found.is_reply) == (EVENT, True, False)


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Fwd: 冬のつどい", "冬のつどい"),
        ("RE：冬のつどい", "冬のつどい"),
        ("返信: 転送：冬のつどい", "冬のつどい"),
        ("Re[2]: 冬のつどい", "冬のつどい"),
        ("リトミック", "リトミック"),
        ("Recipe の会", "Recipe の会"),
    ],
)
def test_the_bare_subject(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@given(st.text(alphabet=">-_=FromTo:件名差出人\n 2026年11月wrote", max_size=300))
def test_nothing_is_lost_whole(text: str) -> None:
    assert bool(own(text, "Re: x")) == bool(text.strip())
