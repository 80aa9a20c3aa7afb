"""How a title is read: for open data, entered by a person, bound to its words."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.listings import NotKanaError, revise, set_kana
from tests.listings.conftest import Publisher, make_draft


def test_hiragana_becomes_katakana(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published()
    set_kana(session, listing, kana="べびー　マッサージ 2", by=editor, now=now)
    assert listing.title_kana == "ベビー マッサージ 2"
    with pytest.raises(NotKanaError):
        set_kana(session, listing, kana="=漢字", by=editor, now=now)
    revise(session, listing, make_draft(body="あ"), by=editor, now=now)
    assert listing.title_kana == "ベビー マッサージ 2"
    revise(session, listing, make_draft(title="親子体操"), by=editor, now=now)
    assert listing.title_kana == ""
