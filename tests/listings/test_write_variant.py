"""Words in another language: written, checked, taken back, and never of another Japanese."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
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
    check_variant,
    draft_of,
    revise,
    strange_numbers,
    take_back_variant,
    wording,
    write_variant,
)
from tests.listings.conftest import Publisher, make_draft

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
