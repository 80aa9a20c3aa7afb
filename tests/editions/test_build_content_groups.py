"""Readers × items: one rendering per group, nobody gets nothing, and cancelled is struck."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor, history
from notifier.editions import (
    ContentGroupProfile,
    Edition,
    Fragment,
    build_content_groups,
    mail_of,
    preview,
    reach,
)
from notifier.hubs import Hub
from notifier.listings import cancel
from notifier.simulator import rules
from notifier.subscribers import SubscriberState, Wishes
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, dates, go, groups_of, on

Approved = Callable[[], Edition]


def test_readers_with_the_same_items_share_a_rendering(
    session: Session, published: Listings, approved: Approved, reader: Readers, now: datetime
) -> None:
    everyone = published(**OPEN, occurrences=on(1))
    first = published(**{**OPEN, "district_keys": ("d1",)}, occurrences=on(2))
    edition = approved()
    reader()
    reader(Wishes(districts=("d1",)))
    reader(Wishes(districts=("d2",)), channels=("email",))
    reader(Wishes(districts=("d3",)))
    reader(Wishes(districts=("d3",), language="en"))
    groups = go(session, edition)
    assert [(group.listing_ids, group.language) for group in groups] == [
        ([everyone.id, first.id], "ja"),
        ([everyone.id], "ja"),
        ([everyone.id], "en"),
    ]
    members = session.scalars(select(ContentGroupProfile.content_group_id)).all()
    assert sorted(members.count(group.id) for group in groups) == [1, 2, 2]
    found = reach(session, edition, now=now)
    assert (found.line, found.email, found.content_groups) == (4, 1, 3)
    assert found.line_calls == 3


def test_the_bytes_are_valid_and_carry_our_links(
    session: Session, published: Listings, approved: Approved, reader: Readers
) -> None:
    published(**OPEN, occurrences=on(1))
    reader(channels=("line", "email"))
    group = go(session, approved())[0]
    messages = json.loads(group.line_messages)
    assert rules.check({"to": [f"U{1:032x}"], "messages": messages}) == []
    assert [message["type"] for message in messages] == ["text", "flex"]
    bubble = messages[1]["contents"]["contents"][0]
    uri = bubble["footer"]["contents"][0]["action"]["uri"]
    assert "/r/" in uri
    plain, html = mail_of(session, group)
    assert plain.count("%%SETTINGS_URL%%") == 1
    assert html.count("%%UNSUBSCRIBE_URL%%") == 1
    assert "/r/" in plain
    assert uri not in plain  # each channel has its own code


def test_what_many_selections_share_is_kept_once(
    session: Session, published: Listings, approved: Approved, reader: Readers
) -> None:
    """Of three selections of three items: each item once a part, and what stands around them."""
    for number in (1, 2, 3):
        published(**{**OPEN, "district_keys": (f"d{number}",)}, occurrences=on(number))
    choices = [("d1", "d2"), ("d2", "d3"), ("d1", "d2", "d3")]
    for choice in choices:
        reader(Wishes(districts=choice), channels=("email",))
    edition = approved()
    groups = go(session, edition)
    kept = session.scalars(select(Fragment)).all()
    assert len(kept) == 2 * (3 + 2)
    assert {one.edition_id for one in kept} == {edition.id}
    shown = [preview(session, edition, Wishes(districts=one), now=SLOT) for one in choices]
    assert {mail_of(session, group) for group in groups} == {
        (one.mail_text, one.mail_html) for one in shown
    }
    build_content_groups(session, edition, now=SLOT)
    assert session.scalars(select(Fragment)).all() == kept


@pytest.mark.parametrize("way", ["line", "email"])
def test_only_the_parts_somebody_can_get_are_made(
    session: Session, published: Listings, approved: Approved, reader: Readers, way: str
) -> None:
    """A letter is 28 kB: for readers by LINE alone there is none, and the other way round."""
    published(**OPEN, occurrences=on(1))
    reader(channels=(way,))
    (group,) = go(session, approved())
    assert bool(group.line_messages) == (way == "line")
    parts = [group.mail_subject, group.text_fragments, group.html_fragments]
    assert [bool(part) for part in parts] == [way == "email"] * 3


def test_a_second_call_changes_nothing(
    session: Session, published: Listings, approved: Approved, reader: Readers
) -> None:
    published(**OPEN, occurrences=on(1))
    reader()
    edition = approved()
    first = go(session, edition)
    reader(Wishes(districts=("d4",)))
    build_content_groups(session, edition, now=SLOT)
    assert groups_of(session, edition) == first


def test_nothing_for_a_reader_is_no_message(
    session: Session, published: Listings, approved: Approved, reader: Readers, now: datetime
) -> None:
    published(**{**OPEN, "district_keys": ("d1",)}, occurrences=on(1))
    reader(Wishes(districts=("d2",)))
    edition = approved()
    assert reach(session, edition, now=now).without == 1
    assert go(session, edition) == []


def test_who_paused_left_or_lives_elsewhere_is_not_asked(
    session: Session, other_hub: Hub, published: Listings, approved: Approved, reader: Readers
) -> None:
    published(**OPEN, occurrences=on(1))
    paused, ended = reader(Wishes(districts=("d1",))), reader(Wishes(districts=("d2",)))
    back = reader(Wishes(districts=("d3",)))
    paused.state, paused.paused_until = SubscriberState.PAUSED, SLOT + timedelta(days=1)
    back.state, back.paused_until = SubscriberState.PAUSED, SLOT - timedelta(days=1)
    ended.state = SubscriberState.ENDED
    reader(of=other_hub)
    session.flush()
    edition = approved()
    go(session, edition)
    members = session.scalars(select(ContentGroupProfile.profile_id)).all()
    assert members == [back.profile_id]


def test_cancelled_after_approval_is_struck_and_told_to_the_trail(
    session: Session,
    published: Listings,
    approved: Approved,
    reader: Readers,
    editor: Actor,
    now: datetime,
) -> None:
    stays = published(**OPEN, title="公園あそび", occurrences=on(1))
    goes = published(**OPEN, title="焼きいも会", occurrences=on(2))
    reader()
    edition = approved()
    approved_hash = edition.content_hash
    cancel(session, goes, reason="荒天", by=editor, now=now)
    groups = go(session, edition)
    assert groups[0].listing_ids == [stays.id]
    assert "焼きいも会" not in groups[0].line_messages + "".join(mail_of(session, groups[0]))
    assert edition.content_hash == approved_hash
    said = [
        entry.sentence
        for entry in history(session, edition.hub_id, subject=("edition", edition.id))
    ]
    assert any("焼きいも会" in sentence and "消しました" in sentence for sentence in said)


def test_one_of_two_dates_cancelled(
    session: Session,
    published: Listings,
    approved: Approved,
    reader: Readers,
    editor: Actor,
    now: datetime,
) -> None:
    sunday, monday = SLOT + timedelta(days=1), SLOT + timedelta(days=2)
    listing = published(**OPEN, occurrences=dates(sunday, monday))
    reader(channels=("line", "email"))
    edition = approved()
    cancel(
        session, listing, occurrence_id=listing.occurrences[0].id, reason="荒天", by=editor, now=now
    )
    text, _ = mail_of(session, go(session, edition)[0])
    assert "中止になった日: 11月22日(日)" in text
    assert "11月23日(月) 10:00–11:30" in text
    assert "11月22日(日) 10:00" not in text


@pytest.mark.parametrize(("outlet", "counts"), [("line", (2, 0)), ("email", (0, 2))])
def test_only_where_the_group_wants_it(
    session: Session,
    published: Listings,
    approved: Approved,
    reader: Readers,
    outlet: str,
    counts: tuple[int, int],
) -> None:
    published(**OPEN, occurrences=on(1), outlets=(outlet,))
    reader(channels=("line",))
    reader(channels=("email",))
    edition = approved()
    reader(channels=("line", "email"))  # the other channel stands in
    found = reach(session, edition, now=SLOT)
    assert (found.line, found.email, found.without) == (*counts, 1)
    group = go(session, edition)[0]
    assert (bool(group.line_messages), bool(group.mail_subject)) == (
        bool(counts[0]),
        bool(counts[1]),
    )


def test_a_reader_with_both_addresses_counts_once(
    session: Session, published: Listings, approved: Approved, reader: Readers, now: datetime
) -> None:
    published(**OPEN, occurrences=on(1))
    reader(channels=("line", "email"))
    reader(channels=("line", "email"), prefers="email")
    reader(channels=("line",), prefers="email")
    found = reach(session, approved(), now=now)
    assert (found.line, found.email) == (2, 1)
