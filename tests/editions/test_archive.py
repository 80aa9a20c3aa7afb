"""Issues that left the house, as anyone reads them."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionNotFoundError,
    begin_dispatch,
    build_content_groups,
    finish,
    issue,
    issues,
)
from notifier.hubs import Hub
from notifier.listings import VariantWords, cancel, check_variant, withdraw, write_variant
from notifier.subscribers import Wishes
from tests.conftest import NOW
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, dates, on

Send = Callable[..., Edition]


@pytest.fixture
def send(session: Session, reader: Readers, approved: Callable[[], Edition]) -> Send:
    """``send("en")``: the weekly edition, sent at its hour to a reader of that language."""

    def make(language: str = "ja") -> Edition:
        reader(Wishes(language=language))
        made = approved()
        begin_dispatch(session, made, now=SLOT)
        build_content_groups(session, made, now=SLOT)
        finish(session, made, now=SLOT)
        return made

    return make


def test_only_what_was_sent_is_there(
    session: Session,
    hub: Hub,
    other_hub: Hub,
    published: Listings,
    reader: Readers,
    approved: Callable[[], Edition],
) -> None:
    published(**OPEN, occurrences=on(2))
    reader()
    made = approved()
    assert issues(session, hub) == []
    with pytest.raises(EditionNotFoundError):
        issue(session, hub, made.id)
    begin_dispatch(session, made, now=SLOT)
    finish(session, made, now=SLOT)
    assert [line.edition_id for line in issues(session, hub)] == [made.id]
    assert issues(session, other_hub) == []
    with pytest.raises(EditionNotFoundError):
        issue(session, other_hub, made.id)


def test_what_was_called_off_is_struck_and_what_was_taken_down_is_counted(
    session: Session,
    hub: Hub,
    published: Listings,
    editor: Actor,
    send: Send,
) -> None:
    whole = published(**OPEN, title="ぜんぶ中止", occurrences=on(2))
    half = published(**OPEN, title="一日だけ中止", occurrences=(*on(3), *on(4)))
    gone = published(**OPEN, title="取り下げ", occurrences=on(5))
    published(**OPEN, title="ホームページにのせない", occurrences=on(6), outlets=("line",))
    made = send()
    cancel(session, whole, reason="大雨のため", by=editor, now=NOW)
    first = half.occurrences[0].id
    cancel(session, half, occurrence_id=first, reason="講師の都合", by=editor, now=NOW)
    withdraw(session, gone, reason="まちがい", by=editor, now=NOW)
    found = issue(session, hub, made.id)
    assert [item.card.title for item in found.items] == ["ぜんぶ中止", "一日だけ中止"]
    assert found.gone == 2
    struck, partly = found.items
    assert (struck.is_cancelled, struck.reason) == (True, "大雨のため")
    assert (partly.is_cancelled, partly.reason) == (False, "")
    assert [one.is_cancelled for one in partly.dates] == [True, False]


def test_it_is_read_in_the_languages_it_was_sent_in(
    session: Session,
    hub: Hub,
    published: Listings,
    editor: Actor,
    send: Send,
) -> None:
    ready = published(**OPEN, title="さんぽの会", fee_text="500円", fee_yen=500, occurrences=on(2))
    published(**OPEN, title="おはなし会", occurrences=dates(SLOT.replace(day=24)))
    texts = {"title": "A walk", "body": "We walk slowly."}
    write_variant(session, ready, VariantWords("en", texts, "", 0), by=editor, now=NOW)
    hub.may_approve_own = True
    check_variant(session, ready, language="en", version=1, by=editor, now=NOW)
    made = send("en")
    found = issue(session, hub, made.id, language="en")
    assert found.languages == ("ja", "en")
    walk, stories = (item.card for item in found.items)
    assert (walk.title, walk.language, walk.fee) == ("A walk", "en", "500 yen")
    assert (stories.title, stories.language) == ("おはなし会", "ja")
    assert issue(session, hub, made.id, language="easy").items[0].card.title == "さんぽの会"
    (group,) = build_content_groups(session, made, now=SLOT)
    card, *_ = json.loads(group.line_messages)[1]["contents"]["contents"]
    assert card["body"]["contents"][1]["text"] == "A walk"
    assert card["footer"]["contents"][0]["action"]["uri"].endswith("?lang=en")
    assert "We walk" not in group.mail_text or "A walk" in group.mail_text
