"""Listings and readers for editions: what may be told on Saturday 2026-11-21, and to whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    ContentGroup,
    ContentGroupProfile,
    Edition,
    approve,
    begin_dispatch,
    build_content_groups,
    compose,
)
from notifier.hubs import Hub
from notifier.listings import Listing
from notifier.subscribers import Address, AddressState, Subscriber, Wishes, find_or_add_profile
from tests.listings.conftest import dates, make_draft, make_submission
from tests.listings.conftest import published as published  # noqa: PLC0414 - the fixture, shared

SATURDAY = date(2026, 11, 21)
SLOT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
SUNDAY_10 = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
OPEN = {"district_keys": (), "min_months": None, "max_months": None, "themes": ()}

Readers = Callable[..., Subscriber]
Listings = Callable[..., Listing]

__all__ = ["OPEN", "SATURDAY", "SLOT", "SUNDAY_10", "add_reader", "dates", "make_draft",
           "make_submission"]  # fmt: skip


def on(days: int, hour: int = 10) -> tuple[object, ...]:
    """One date, ``days`` after the Saturday at ``hour`` in Tokyo."""
    return dates(SLOT + timedelta(days=days, hours=hour - 10))


def add_reader(
    session: Session,
    hub: Hub,
    number: int,
    wishes: Wishes,
    *,
    channels: tuple[str, ...] = ("line",),
    prefers: str = "",
) -> Subscriber:
    """An active reader with an active address in each of ``channels``."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    profile = find_or_add_profile(session, hub.id, wishes)
    reader = Subscriber(
        hub_id=hub.id, profile_id=profile.id, preferred_channel=prefers, created_at=now
    )
    session.add(reader)
    session.flush()
    for channel in channels:
        where = f"U{number:032x}" if channel == "line" else f"reader{number}@example.jp"
        session.add(
            Address(
                hub_id=hub.id,
                subscriber_id=reader.id,
                channel=channel,
                address=where,
                state=AddressState.ACTIVE,
                created_at=now,
                confirmed_at=now,
            )
        )
    session.flush()
    return reader


@pytest.fixture
def reader(session: Session, hub: Hub) -> Readers:
    """``reader(Wishes(…), channels=…)`` adds one more reader."""
    count = 0

    def one(wishes: Wishes | None = None, *, of: Hub = hub, **ways: object) -> Subscriber:
        nonlocal count
        count += 1
        number = of.id * 100_000 + count
        return add_reader(session, of, number, wishes or Wishes(), **ways)  # type: ignore[arg-type]

    return one


@pytest.fixture
def draft(session: Session, hub: Hub, machine: Actor, now: datetime) -> Callable[[], Edition]:
    """The weekly edition of that Saturday, composed now."""

    def make() -> Edition:
        return compose(session, hub, kind="weekly", on=SATURDAY, by=machine, now=now)

    return make


@pytest.fixture
def approved(
    session: Session, draft: Callable[[], Edition], publisher: Actor, now: datetime
) -> Callable[[], Edition]:
    """The same, approved by the publisher."""

    def make() -> Edition:
        made = draft()
        return approve(session, made, version=made.version, by=publisher, now=now)

    return make


def groups_of(session: Session, edition: Edition) -> list[ContentGroup]:
    """The content groups somebody belongs to, in the order they were made."""
    used = select(ContentGroupProfile.content_group_id).where(
        ContentGroupProfile.edition_id == edition.id
    )
    rows = select(ContentGroup).where(ContentGroup.id.in_(used)).order_by(ContentGroup.id)
    return list(session.scalars(rows))


def go(session: Session, edition: Edition) -> list[ContentGroup]:
    """Its hour has come: the renderings its readers share."""
    assert begin_dispatch(session, edition, now=SLOT) == "dispatching"
    build_content_groups(session, edition, now=SLOT)
    return groups_of(session, edition)
