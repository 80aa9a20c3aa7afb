"""Words in another language: written, checked, taken back, and never of another Japanese."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import ListingDraft
from notifier.kit.errors import NotAllowedError, NotFoundError
from notifier.listings import (
    EmptyVariantError,
    Listing,
    ListingVariant,
    OutdatedVariantError,
    StaleVariantError,
    UnknownLanguageError,
    VariantStatus,
    VariantWords,
    cancel,
    check_variant,
    draft_of,
    revise,
    strange_numbers,
    take_back_variant,
    to_look_at_again,
    wording,
    write_variant,
)
from tests.listings.conftest import FIRST, Publisher, dates, make_draft

TRANSLATOR = Actor("staff", "訳す人T", "staff:90")


def english(title: str = "Baby massage", version: int = 0, **texts: str) -> VariantWords:
    """A translation as a page sends it."""
    return VariantWords("en", {"title": title, **texts}, "", version)


@pytest.fixture
def listing(published: Publisher) -> Listing:
    """A salon with a body."""
    return published()


def test_a_draft_is_not_shown_until_a_person_checked_it(
    session: Session, listing: Listing, hub: Hub, editor: Actor, now: datetime
) -> None:
    words = english(body="A quiet hour.")
    made = write_variant(session, listing, words, by=TRANSLATOR, now=now)
    assert (made.status, made.translator, made.version) == (VariantStatus.DRAFT, "訳す人T", 1)
    assert wording(listing, "en").text("title") == "ベビーマッサージ"
    assert not wording(listing, "en").is_ready
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    said = wording(listing, "en")
    assert (said.text("title"), said.language_of("title")) == ("Baby massage", "en")
    assert (said.text("audience_text"), said.language_of("audience_text")) == (
        "0歳児と保護者", "ja",
    )  # fmt: skip
    assert wording(listing, "easy").text("title") == "ベビーマッサージ"
    assert wording(listing).is_ready
    told = [
        entry.sentence for entry in audit.history(session, hub.id, subject=("listing", listing.id))
    ]
    assert any("Englishで書きました" in sentence for sentence in told)
    assert any("Englishを確かめ、公開しました" in sentence for sentence in told)


def test_a_changed_word_is_a_draft_again(
    session: Session, listing: Listing, editor: Actor, now: datetime
) -> None:
    write_variant(session, listing, english(), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    write_variant(session, listing, english("Baby yoga", 2), by=TRANSLATOR, now=now)
    assert not wording(listing, "en").is_ready


def test_a_changed_japanese_hides_it(
    session: Session, listing: Listing, editor: Actor, now: datetime
) -> None:
    write_variant(session, listing, english(), by=TRANSLATOR, now=now)
    made = check_variant(session, listing, language="en", version=1, by=editor, now=now)
    revise(session, listing, make_draft(body="10時から体操です。"), by=editor, now=now)
    assert not wording(listing, "en").is_ready
    take_back_variant(session, listing, language="en", version=2, by=editor, now=now)
    with pytest.raises(OutdatedVariantError):
        check_variant(session, listing, language="en", version=3, by=editor, now=now)
    revise(session, listing, make_draft(place_name="第2地区会館"), by=editor, now=now)
    assert made.status is VariantStatus.DRAFT


def test_a_new_date_or_place_leaves_it_standing(
    session: Session, listing: Listing, editor: Actor, now: datetime
) -> None:
    write_variant(session, listing, english(), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    revise(session, listing, make_draft(place_name="第2地区会館"), by=editor, now=now)
    assert wording(listing, "en").is_ready


def test_two_browsers_do_not_overwrite_each_other(
    session: Session, listing: Listing, editor: Actor, now: datetime
) -> None:
    write_variant(session, listing, english(), by=TRANSLATOR, now=now)
    for deed in (
        lambda: write_variant(session, listing, english("Other"), by=editor, now=now),
        lambda: check_variant(session, listing, language="en", version=7, by=editor, now=now),
        lambda: take_back_variant(session, listing, language="en", version=7, by=editor, now=now),
    ):
        with pytest.raises(StaleVariantError):
            deed()
    assert session.scalars(select(ListingVariant)).one().title == "Baby massage"


def test_what_cannot_be_stored_is_said(
    session: Session, listing: Listing, editor: Actor, now: datetime
) -> None:
    with pytest.raises(EmptyVariantError):
        write_variant(session, listing, english("  "), by=editor, now=now)
    strange = VariantWords("fr", {"title": "x"}, "", 0)
    with pytest.raises(UnknownLanguageError):
        write_variant(session, listing, strange, by=editor, now=now)
    with pytest.raises(NotFoundError):
        check_variant(session, listing, language="easy", version=0, by=editor, now=now)


def test_only_a_named_second_person_checks(
    session: Session, listing: Listing, hub: Hub, machine: Actor, now: datetime
) -> None:
    write_variant(session, listing, english(), by=TRANSLATOR, now=now)
    with pytest.raises(NotAllowedError):
        check_variant(session, listing, language="en", version=1, by=machine, now=now)
    hub.may_approve_own = False
    with pytest.raises(NotAllowedError):
        check_variant(session, listing, language="en", version=1, by=TRANSLATOR, now=now)
    hub.may_approve_own = True
    check_variant(session, listing, language="en", version=1, by=TRANSLATOR, now=now)
    assert wording(listing, "en").is_ready


def test_a_number_the_japanese_does_not_hold_is_pointed_out(
    session: Session, published: Publisher, now: datetime
) -> None:
    listing = published(body="定員は１０組、4月に始まります。")
    words = english(body="10 families, from 4 to 5")
    made = write_variant(session, listing, words, by=TRANSLATOR, now=now)
    assert strange_numbers(listing, made) == ["5"]
    assert draft_of(listing).body == "定員は１０組、4月に始まります。"


def moved(listing: Listing, *starts: datetime, **changes: object) -> ListingDraft:
    """What is published, on other dates or with other facts."""
    return replace(draft_of(listing), **({"occurrences": dates(*starts)} | changes))


@pytest.mark.parametrize(
    "named",
    ["See you on 28 November.", "11月28日に　あいましょう。", "Every Saturday.", "土よう日です。"],
)
def test_words_that_name_a_date_are_hidden_when_it_moves(
    session: Session, published: Publisher, editor: Actor, now: datetime, named: str
) -> None:
    listing = published(occurrences=dates(FIRST))
    write_variant(session, listing, english(body=named), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    revise(session, listing, moved(listing, FIRST + timedelta(days=2)), by=editor, now=now)
    assert not wording(listing, "en").is_ready
    assert [one.title for one in to_look_at_again(session, listing.hub_id)] == [listing.title]
    check_variant(session, listing, language="en", version=2, by=editor, now=now)
    assert wording(listing, "en").is_ready
    assert to_look_at_again(session, listing.hub_id) == []


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("Please come at 10.", {"occurrences": dates(FIRST + timedelta(hours=1))}),
        ("It ends at 11:30.", {"occurrences": dates(FIRST + timedelta(hours=1))}),
        ("It costs 500 yen.", {"fee_yen": 300}),
        ("Call by 27 November.", {"apply_by_at": None}),
        ("In the hall by the station.", {"place_name": "第2地区会館"}),
    ],
)
def test_an_hour_a_fee_a_deadline_or_a_place_too(
    session: Session,
    published: Publisher,
    editor: Actor,
    now: datetime,
    words: str,
    changes: dict[str, object],
) -> None:
    listing = published(
        occurrences=dates(FIRST), fee_yen=500, apply_by_at=FIRST - timedelta(days=1)
    )
    write_variant(session, listing, english(body=words), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    revise(session, listing, replace(draft_of(listing), **changes), by=editor, now=now)
    assert not wording(listing, "en").is_ready


def test_words_that_name_no_fact_stand_when_a_date_moves(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published(occurrences=dates(FIRST))
    write_variant(session, listing, english(body="A quiet hour."), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    revise(session, listing, moved(listing, FIRST + timedelta(days=2)), by=editor, now=now)
    assert wording(listing, "en").is_ready


def test_one_date_of_a_series_called_off_leaves_every_saturday_standing(
    session: Session, published: Publisher, editor: Actor, now: datetime
) -> None:
    listing = published(occurrences=dates(FIRST, FIRST + timedelta(days=14)))
    write_variant(session, listing, english(body="Every second Saturday."), by=TRANSLATOR, now=now)
    check_variant(session, listing, language="en", version=1, by=editor, now=now)
    one = listing.occurrences[0].id
    cancel(session, listing, occurrence_id=one, reason="大雨のため", by=editor, now=now)
    assert wording(listing, "en").is_ready
