"""Figures about opinions, one-tap answers, printed copies and board sheets."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from notifier import directory, editions, engagement
from notifier.audit import Actor
from notifier.directory import DistributionFacts
from notifier.editions import Placed
from notifier.engagement import FeedbackCount, LinkTaps
from notifier.hubs import Hub
from notifier.listings import Listing, VariantWords, check_variant, write_variant
from tests.editions.conftest import OPEN, on
from tests.editions.conftest import draft as draft  # noqa: PLC0414 - the fixture, shared
from tests.indicators.conftest import Count
from tests.listings.conftest import published as published  # noqa: PLC0414 - the fixture, shared

NOVEMBER = "2026-11"


def test_opinions_by_theme_and_what_became_of_them(
    session: Session, hub: Hub, other_hub: Hub, count: Count, publisher: Actor, now: datetime
) -> None:
    assert count("opinions_adopted", NOVEMBER).parts == ()
    for number, theme in enumerate(("place", "place", "")):
        one = engagement.enter_opinion(session, hub, f"秘密の本文{number}", by=publisher, now=now)
        if not theme:
            continue
        engagement.theme_opinion(session, one, theme, version=one.version, by=publisher, now=now)
        engagement.answer_opinion(
            session,
            one,
            said="置き場がほしい",
            did="作りました",
            is_adopted=number == 0,
            version=one.version,
            by=publisher,
            now=now,
        )
        engagement.publish_opinion(session, one, version=one.version, by=publisher, now=now)
    engagement.enter_opinion(session, other_hub, "となりの声", by=publisher, now=now)
    counted = count("opinions_by_theme", NOVEMBER)
    assert [(part.name, part.said) for part in counted.parts] == [
        ("ひろば・施設のこと", "2"),
        ("まだ分けていないもの", "1"),
    ]
    assert "秘密の本文" not in repr(counted)
    counted = count("opinions_adopted", NOVEMBER)
    assert [part.said for part in counted.parts] == ["2", "1"]
    assert counted.part("adopted").rows[0].label == "置き場がほしい"
    assert "秘密の本文" not in repr(counted)
    assert count("opinions_by_theme", "2026-10").parts == ()


def test_one_tap_answers_stay_hidden_below_twenty(
    session: Session, hub: Hub, count: Count, published: Callable[..., Listing], now: datetime
) -> None:
    assert count("feedback_by_answer", NOVEMBER).parts == ()
    listing = published()
    for answer, number in (("want", 31), ("useful", 19)):
        session.add(
            FeedbackCount(
                hub_id=hub.id, listing_id=listing.id, answer=answer, on=now.date(), count=number
            )
        )
    session.flush()
    counted = count("feedback_by_answer", NOVEMBER)
    assert {part.key: part.said for part in counted.parts} == {"want": "31", "useful": "20未満"}
    assert {row.detail for part in counted.parts for row in part.rows} == {""}


def test_copies_places_and_board_sheets(
    session: Session,
    hub: Hub,
    count: Count,
    published: Callable[..., Listing],
    publisher: Actor,
    now: datetime,
) -> None:
    for key in ("places_reached", "copies_by_district", "board_sheets"):
        assert count(key, NOVEMBER).parts == ()
    published(occurrences=on(3), outlets=("newsletter", "board"), **OPEN)
    for name, copies, district in (("図書館", 30, "d1"), ("薬局", 15, "d1"), ("保育園", 5, "")):
        facts = DistributionFacts(name, copies, district_key=district)
        directory.add_distribution_place(session, hub, facts, by=publisher, now=now)
    paper = editions.compose(
        session, hub, kind="newsletter", on=date(2026, 11, 1), by=publisher, now=now
    )
    found = editions.distribution(session, paper)
    lines = [
        Placed(row.place.id, row.copies, date(2026, 11, 2)) for row in found.rows if row.copies > 5
    ]
    editions.note_placements(
        session, paper, lines, printed=60, stamp=found.stamp, by=publisher, now=now
    )
    counted = count("copies_by_district", NOVEMBER)
    assert {part.key: part.said for part in counted.parts} == {"d1": "45"}
    assert [row.detail for row in counted.part("d1").rows] in (
        ["30部", "15部"],
        ["15部", "30部"],
    )
    counted = count("places_reached", NOVEMBER)
    assert [(part.key, part.said) for part in counted.parts] == [
        ("reached", "2"),
        ("registered", "3"),
    ]
    sheets = editions.compose(
        session, hub, kind="board", on=(now + timedelta(days=1)).date(), by=publisher, now=now
    )
    editions.approve(session, sheets, version=sheets.version, by=publisher, now=now)
    assert [part.said for part in count("board_sheets", NOVEMBER).parts] == ["1"]


def test_what_can_be_read_in_another_language(
    session: Session,
    hub: Hub,
    count: Count,
    published: Callable[..., Listing],
    publisher: Actor,
    now: datetime,
) -> None:
    checked, drafted, _ = published(), published(), published()
    for listing in (checked, drafted):
        words = VariantWords("en", {"title": "Baby massage"}, "", 0)
        write_variant(session, listing, words, by=publisher, now=now)
    hub.may_approve_own = True
    check_variant(session, checked, language="en", version=1, by=publisher, now=now)
    counted = count("listings_by_language", NOVEMBER)
    assert [(part.name, part.said) for part in counted.parts] == [
        ("日本語", "3"),
        ("やさしい日本語", "0"),
        ("English", "1"),
    ]
    assert [row.id for row in counted.part("en").rows] == [checked.id]
    assert count("listings_by_language", "2026-10").part("en").rows == ()


def test_themes_are_told_by_items_opened_often_never_by_counts(
    session: Session,
    hub: Hub,
    other_hub: Hub,
    count: Count,
    *,
    published: Callable[..., Listing],
    draft: Callable[..., editions.Edition],
    now: datetime,
) -> None:
    often, seldom = (published(themes=("twins", "play")), published(themes=("twins",)))
    edition = draft()
    for listing, number in ((often, 12), (often, 9), (seldom, 19)):
        session.add(
            LinkTaps(
                hub_id=hub.id, edition_id=edition.id, listing_id=listing.id,
                channel=f"line{number}", on=date(2026, 11, 21), count=number,
            )
        )  # fmt: skip
    session.flush()
    counted = count("opened_by_theme", NOVEMBER)
    assert {part.name: [row.id for row in part.rows] for part in counted.parts} == {
        "あそび・ひろば": [often.id],
        "ふたご・みつご": [often.id],
    }
    assert not any(str(number) in repr(counted.parts) for number in (12, 19, 21))
    assert count("opened_by_theme", "2026-12").parts == ()
    assert count("opened_by_theme", NOVEMBER, of=other_hub).parts == ()
