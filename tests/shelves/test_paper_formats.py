"""Every paper format keeps one contract: whole, repeatable, typed, never code."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest

from notifier.editions.formats import PAPER, PaperFormat
from notifier.editions.paper import Masthead, Paper, paper_of
from notifier.editions.set_voices import Voice
from tests.shelves.test_formats import WORST, filled, snapshot

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
FOLDER = "editions/newsletter"
KINDS = [pytest.param(piece, id=key) for key, piece in PAPER.items()]


def masthead(words: str = "") -> Masthead:
    return Masthead(
        hub_name=words or "西区地域子育て支援拠点",
        kind_name="通信",
        month="2026年11月号",
        status="",
        greeting=words or "こんにちは。",
        contact=words or "045-000-0000",
        postal_address=words,
        open_days="火・水",
        calendar_url="http://127.0.0.1:8000/nishi/",
        as_of="2026年11月20日(金)現在の情報です",
    )


def paper(*views: object, words: str = "") -> Paper:
    return paper_of(
        masthead(words),
        views,  # type: ignore[arg-type]
        month=NOVEMBER,
        districts={"d1": "第一地区"},
        prints={},
        voices=[Voice(words, words)] if words else (),
    )


@pytest.mark.parametrize("piece", KINDS)
@pytest.mark.parametrize("words", WORST.values(), ids=list(WORST))
def test_the_worst_texts_become_a_file(piece: PaperFormat, words: str) -> None:
    made = piece.issue(paper(filled(words), words=words), folder=FOLDER, at=AT)
    assert len(made) > 100


@pytest.mark.parametrize("piece", KINDS)
def test_same_content_same_bytes(piece: PaperFormat) -> None:
    once, again = (piece.issue(paper(snapshot()), folder=FOLDER, at=AT) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("piece", KINDS)
def test_nothing_to_tell_is_said(piece: PaperFormat) -> None:
    made = piece.issue(paper(), folder=FOLDER, at=AT)
    assert made
    assert piece.pages(made) in (None, 1)


@pytest.mark.parametrize("piece", KINDS)
def test_a_piece_names_its_file(piece: PaperFormat) -> None:
    assert PAPER[piece.SUFFIX] is piece
    assert "/" in piece.CONTENT_TYPE


def test_a_hundred_items_are_all_there_on_more_pages() -> None:
    views = [replace(snapshot(), listing_id=n, title=f"会その{n}") for n in range(1, 101)]
    whole = paper(*views)
    assert whole.is_dense
    made = PAPER["pdf"].issue(whole, folder=FOLDER, at=AT)
    assert (PAPER["pdf"].pages(made) or 0) > 2
    text = PAPER["txt"].issue(whole, folder=FOLDER, at=AT).decode("utf-8-sig")
    assert all(f"■ {n}　会その{n}〔" in text for n in range(1, 101))


def test_checked_words_of_easy_japanese_stand_in_a_box_of_their_own() -> None:
    easy = {"title": "赤（あか）ちゃんの 会（かい）", "fee_text": "お金（かね）は いりません。"}
    whole = paper(
        snapshot(wordings={"easy": easy, "en": {"title": "For babies"}}), snapshot(listing_id=2)
    )
    assert [one.title for one in whole.easy] == [easy["title"]]
    text = PAPER["txt"].issue(whole, folder=FOLDER, at=AT).decode("utf-8-sig")
    box = text.partition("======== やさしい にほんご ========")[2]
    assert f"■ {easy['title']}" in box
    assert "お金（かね）は いりません" in box  # the amount says it already, once is enough
    assert whole.easy[0].when in box
    assert "For babies" not in text
    body = docx.Document(io.BytesIO(PAPER["docx"].issue(whole, folder=FOLDER, at=AT)))
    words = [paragraph.text for paragraph in body.paragraphs]
    assert easy["title"] in words
    assert PAPER["pdf"].issue(whole, folder=FOLDER, at=AT).startswith(b"%PDF")
    assert "やさしい にほんご" not in PAPER["txt"].issue(
        paper(snapshot()), folder=FOLDER, at=AT
    ).decode("utf-8-sig")
