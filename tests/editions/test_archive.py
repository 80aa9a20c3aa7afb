"""Issues that left the house, as anyone reads them."""

import json
from collections.abc import Callable
from dataclasses import replace

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
    mail_of,
)
from notifier.hubs import Hub
from notifier.listings import (
    Listing,
    VariantWords,
    cancel,
    check_variant,
    draft_of,
    reinstate,
    revise,
    withdraw,
    write_variant,
)
from notifier.subscribers import Wishes
from tests.conftest import NOW
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, dates, groups_of, on

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


def told_of(session: Session, hub: Hub, made: Edition) -> list[tuple[bool, bool]]:
    """(called off, moved) of each date of the issue's first item."""
    (item, *_) = issue(session, hub, made.id).items
    return [(one.is_cancelled, one.is_moved) for one in item.dates]


def redate(session: Session, listing: Listing, occurrences: object, by: Actor) -> None:
    """The same event on other dates."""
    draft = replace(draft_of(listing), occurrences=occurrences, recurrence=None)  # type: ignore[arg-type]
    revise(session, listing, draft, by=by, now=NOW)


def test_a_moved_date_is_not_called_off(
    session: Session, hub: Hub, published: Listings, editor: Actor, send: Send
) -> None:
    """Neither an hour moved on its day, nor a day put elsewhere; what a person called off is."""
    event = published(**OPEN, occurrences=(*on(2), *on(3), *on(4), *on(5)))
    made = send()
    cancel(session, event, occurrence_id=event.occurrences[3].id, reason="大雨", by=editor, now=NOW)
    redate(session, event, (*on(2, 14), *on(6), *on(4), *on(5)), editor)
    assert told_of(session, hub, made) == [
        (False, True), (False, True), (False, False), (True, False),
    ]  # fmt: skip
    (item,) = issue(session, hub, made.id).items
    assert (item.is_cancelled, item.is_moved, item.reason) == (False, True, "")


def test_an_event_wholly_on_other_dates_is_not_called_off(
    session: Session, hub: Hub, published: Listings, editor: Actor, send: Send
) -> None:
    event = published(**OPEN, occurrences=on(2))
    made = send()
    redate(session, event, on(9), editor)
    (item,) = issue(session, hub, made.id).items
    assert (item.is_cancelled, item.is_moved) == (False, True)


def test_what_was_struck_before_it_left_and_came_back_is_not_called_off(
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    editor: Actor,
    approved: Callable[[], Edition],
) -> None:
    back = published(**OPEN, title="もどった会", occurrences=on(2))
    published(**OPEN, title="べつの会", occurrences=on(3))
    reader()
    made = approved()
    cancel(session, back, reason="大雨のため", by=editor, now=NOW)
    begin_dispatch(session, made, now=SLOT)
    build_content_groups(session, made, now=SLOT)
    finish(session, made, now=SLOT)
    assert issue(session, hub, made.id).items[0].is_cancelled
    reinstate(session, back, by=editor, now=NOW)
    item = issue(session, hub, made.id).items[0]
    assert (item.card.title, item.is_cancelled, item.reason) == ("もどった会", False, "")
    assert told_of(session, hub, made) == [(False, False)]


def test_whom_to_ask_is_as_it_stands_now(
    session: Session, hub: Hub, published: Listings, editor: Actor, send: Send
) -> None:
    """A number of their own, taken off the web by the group, does not live on in the archive."""
    event = published(**OPEN, occurrences=on(2), contact_public="090-0000-0000")
    made = send()
    assert issue(session, hub, made.id).items[0].card.contact == "090-0000-0000"
    revise(session, event, replace(draft_of(event), contact_public=""), by=editor, now=NOW)
    assert issue(session, hub, made.id).items[0].card.contact == ""


def test_the_languages_say_nothing_about_who_got_it(
    session: Session, hub: Hub, published: Listings, send: Send
) -> None:
    published(**OPEN, occurrences=on(2))
    made = send("en")
    assert issue(session, hub, made.id).languages == ("ja",)


def test_it_is_read_in_the_languages_it_has_words_in(
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
    (group,) = groups_of(session, made)
    card, *_ = json.loads(group.line_messages)[1]["contents"]["contents"]
    assert card["body"]["contents"][1]["text"] == "A walk"
    assert card["footer"]["contents"][0]["action"]["uri"].endswith("?lang=en")
    plain, _ = mail_of(session, group)
    assert "We walk" not in plain or "A walk" in plain
