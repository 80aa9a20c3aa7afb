"""The turn of a due edition: once, on time, with the content that was approved."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    Edition,
    EditionState,
    EditionStateError,
    begin_dispatch,
    block,
    due_editions,
    finish,
    reopen,
    stop,
    undo_approval,
)
from tests.editions.conftest import SLOT, Listings, on

Approved = Callable[[], Edition]


@pytest.fixture
def edition(published: Listings, approved: Approved) -> Edition:
    """Approved for Saturday 10:00."""
    published(occurrences=on(1))
    return approved()


def test_it_goes_once(session: Session, edition: Edition) -> None:
    assert due_editions(session, now=SLOT - timedelta(seconds=1)) == []
    assert due_editions(session, now=SLOT) == [edition]
    assert begin_dispatch(session, edition, now=SLOT - timedelta(seconds=1)) == "waiting"
    assert begin_dispatch(session, edition, now=SLOT) == "dispatching"
    assert begin_dispatch(session, edition, now=SLOT) == "waiting"
    assert edition.dispatched_at == SLOT
    finish(session, edition, now=SLOT)
    finish(session, edition, now=SLOT + timedelta(hours=1))
    assert edition.state is EditionState.SENT
    assert edition.sent_at == SLOT


def test_too_late_asks_instead_of_sending(
    session: Session, edition: Edition, publisher: Actor
) -> None:
    assert begin_dispatch(session, edition, now=SLOT + timedelta(minutes=121)) == "missed"
    assert edition.state is EditionState.MISSED
    assert "11月21日(土) 10:00" in edition.reason
    assert "承認しなおして" in edition.reason
    reopen(session, edition, by=publisher, now=SLOT)
    assert edition.state is EditionState.DRAFT
    assert edition.reason == ""


def test_other_content_than_approved_is_not_sent(session: Session, edition: Edition) -> None:
    snapshot = edition.items[0].snapshot or {}
    edition.items[0].snapshot = {**snapshot, "title": "すりかえ"}
    assert begin_dispatch(session, edition, now=SLOT) == "blocked"
    assert edition.state is EditionState.BLOCKED
    assert "内容が違って" in edition.reason


def test_no_undo_once_it_goes_but_stop(
    session: Session, edition: Edition, publisher: Actor
) -> None:
    begin_dispatch(session, edition, now=SLOT)
    with pytest.raises(EditionStateError, match="送信を止める"):
        undo_approval(session, edition, by=publisher, now=SLOT)
    stop(session, edition, by=publisher, now=SLOT)
    stop(session, edition, by=publisher, now=SLOT)
    assert edition.state is EditionState.STOPPED
    assert edition.stopped_by == "発行責任者A"
    with pytest.raises(EditionStateError):
        reopen(session, edition, by=publisher, now=SLOT)


def test_a_blocked_edition_says_why_and_comes_back(
    session: Session, edition: Edition, publisher: Actor, now: datetime
) -> None:
    begin_dispatch(session, edition, now=SLOT)
    block(session, edition, reason="今月の残りが足りません。", now=SLOT)
    assert edition.reason == "今月の残りが足りません。"
    reopen(session, edition, by=publisher, now=now)
    assert edition.state is EditionState.DRAFT
