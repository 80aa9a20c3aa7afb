"""The square picture and the words to copy."""

import io
from datetime import datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.text import utf16_len
from notifier.listings import alt_text, cancel, caption, share_card
from tests.listings.conftest import FIRST, Publisher, dates

URL = "https://notice.example.jp/nishi/events/1"


def test_the_caption_says_what_a_card_says(published: Publisher, hub: Hub, now: datetime) -> None:
    listing = published(occurrences=dates(*(FIRST + timedelta(days=n) for n in range(5))))
    insta = caption(listing, hub, network="instagram", url=URL, now=now)
    for words in (
        "ベビーマッサージ\n\n11月28日(土) 10:00–11:30", "ほか2日", "会場：第1地区会館",
        "対象：0歳児と保護者", "費用：無料", "#横浜市西区", "プロフィールのリンク",
    ):  # fmt: skip
        assert words in insta
    assert URL not in insta, "a link in a caption of Instagram cannot be followed"
    facebook = caption(listing, hub, network="facebook", url=URL, now=now)
    assert f"くわしくは {URL}" in facebook
    assert "#" not in facebook
    alt = alt_text(listing, hub, now=now)
    assert "11月28日(土) 10:00–11:30" in alt
    assert "会場は第1地区会館" in alt


def test_a_long_text_stays_within_the_networks_limit(
    published: Publisher, hub: Hub, now: datetime
) -> None:
    listing = published(body="あ" * 9_000, apply_text="い" * 9_000)
    assert utf16_len(caption(listing, hub, network="instagram", url=URL, now=now)) <= 2_200


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "とても長い題名の催し" * 12, "apply_text": "電話で" * 200, "body": "\U0001f476"},
        {"kind": "information", "title": "👶ぼしゅう\u0001", "expires_on": FIRST.date()},
    ],
)
def test_the_picture_is_square_and_words_stay_inside(
    published: Publisher, hub: Hub, now: datetime, changes: dict[str, object]
) -> None:
    picture = Image.open(io.BytesIO(share_card(published(**changes), hub, now=now)))
    assert (picture.format, picture.size) == ("PNG", (1080, 1080))
    right = picture.convert("L").crop((1060, 140, 1080, 940))
    assert right.getextrema() == (255, 255), "nothing runs into the margin"
    assert picture.convert("L").crop((72, 180, 1000, 400)).getextrema()[0] < 60, "the title"


def test_a_cancelled_one_says_so(
    session: Session, published: Publisher, hub: Hub, editor: Actor, now: datetime
) -> None:
    listing = published()
    before = share_card(listing, hub, now=now)
    cancel(session, listing, reason="大雨のため", by=editor, now=now)
    assert caption(listing, hub, network="facebook", url=URL, now=now).startswith(
        "【中止】ベビーマッサージ（大雨のため）"
    )
    after = Image.open(io.BytesIO(share_card(listing, hub, now=now)))
    assert after.getpixel((10, 10)) == (181, 0, 0)
    assert Image.open(io.BytesIO(before)).getpixel((10, 10)) == (0, 23, 193)
