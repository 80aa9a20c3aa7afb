"""An edition that was held back and is approved once more: what is kept, and what is made anew."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    approve,
    begin_dispatch,
    build_content_groups,
    reopen,
)
from notifier.editions.block import block
from notifier.hubs import Hub
from notifier.subscribers import Wishes
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, go, groups_of, on

Approved = Callable[[], Edition]


def test_approved_again_after_somebody_joined_by_another_way(
    session: Session, published: Listings, approved: Approved, reader: Readers, publisher: Actor
) -> None:
    """The same content; the rendering made for readers by mail alone must not stand in its way."""
    published(**OPEN, occurrences=on(1))
    reader(channels=("email",))
    edition = approved()
    go(session, edition)
    block(session, edition, reason="通数が足りません。", now=SLOT)
    reopen(session, edition, by=publisher, now=SLOT)
    reader()
    early = SLOT - timedelta(hours=1)
    approve(session, edition, version=edition.version, by=publisher, now=early)
    (group,) = go(session, edition)
    assert group.line_messages
    assert group.text_fragments


def test_after_a_block_changed_content_makes_new_groups(
    session: Session,
    published: Listings,
    approved: Approved,
    reader: Readers,
    publisher: Actor,
) -> None:
    published(**OPEN, occurrences=on(1))
    reader()
    edition = approved()
    old = go(session, edition)[0]
    block(session, edition, reason="残りが足りません。", now=SLOT)
    reopen(session, edition, by=publisher, now=SLOT)
    edition.greeting = "新しいあいさつ"
    approve(session, edition, version=edition.version, by=publisher, now=SLOT)
    due = SLOT + timedelta(minutes=10)
    begin_dispatch(session, edition, now=due)
    build_content_groups(session, edition, now=due)
    new = groups_of(session, edition)
    assert [group.id for group in new] != [old.id]
    assert "新しいあいさつ" in new[0].line_messages


def test_approved_again_after_the_hub_got_a_sender_it_is_printed_anew(
    session: Session,
    hub: Hub,
    published: Listings,
    approved: Approved,
    reader: Readers,
    publisher: Actor,
) -> None:
    """The mail part was empty for want of a sender; the same content must not stay without."""
    published(**OPEN, occurrences=on(1))
    reader(Wishes(), channels=("line", "email"))
    sender, hub.mail_from = hub.mail_from, ""
    edition = approved()
    (before,) = go(session, edition)
    assert (before.mail_subject, before.text_fragments) == ("", [])
    block(session, edition, reason="通数が足りません。", now=SLOT)
    reopen(session, edition, by=publisher, now=SLOT)
    hub.mail_from = sender
    early = SLOT - timedelta(hours=1)
    approve(session, edition, version=edition.version, by=publisher, now=early)
    (after,) = go(session, edition)
    assert after.mail_subject
    assert after.text_fragments
