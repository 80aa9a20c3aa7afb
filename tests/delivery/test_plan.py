"""A plan is made in one view of the readers."""

import importlib
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier import delivery
from notifier.audit import Actor
from notifier.delivery import Delivery
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.kit import db
from notifier.listings import Listing, cancel
from notifier.subscribers import Subscriber, Wishes, find_or_add_profile
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, on
from tests.editions.conftest import approved as approved  # noqa: PLC0414 - the fixture, shared
from tests.editions.conftest import draft as draft  # noqa: PLC0414 - the fixture, shared
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.editions.conftest import reader as reader  # noqa: PLC0414 - the fixture, shared

Approved = Callable[[], Edition]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that really commits, on the database that lets two write at once."""
    if engine.dialect.name != "postgresql":
        pytest.skip("one writer at a time here")
    with Session(engine, expire_on_commit=False) as one:
        yield one


def between(
    monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[Session], object], *, after: bool
) -> None:
    """Somebody else acts, once, right before or after that step of the plan."""
    room = importlib.import_module("notifier.delivery.plan")
    step = getattr(room, name)

    def with_company(*args: object, **facts: object) -> object:
        monkeypatch.setattr(room, name, step)
        made = step(*args, **facts) if after else None
        with db.writing() as other:
            act(other)
        return made if after else step(*args, **facts)

    monkeypatch.setattr(room, name, with_company)


def test_a_reader_who_changes_wishes_meanwhile_still_gets_it(
    session: Session,
    hub: Hub,
    published: Listings,
    approved: Approved,
    reader: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published(**OPEN, occurrences=on(2))
    someone = reader(channels=("email",))
    made = approved()
    session.commit()

    def change(other: Session) -> None:
        profile = find_or_add_profile(other, hub.id, Wishes(districts=("d1",)))
        other.get_one(Subscriber, someone.id).profile_id = profile.id

    between(monkeypatch, "build_content_groups", change, after=True)
    assert delivery.dispatch(made.id, now_fn=lambda: SLOT) == "dispatching"
    assert session.scalars(select(Delivery.subscriber_id)).all() == [someone.id]


def test_a_cancellation_meanwhile_is_seen_by_the_next_tick(
    session: Session,
    published: Listings,
    approved: Approved,
    reader: Readers,
    publisher: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = published(**OPEN, occurrences=on(2))
    stays = published(**OPEN, occurrences=on(3))
    reader(channels=("email",))
    made = approved()
    session.commit()

    def call_off(other: Session) -> None:
        listing = other.get_one(Listing, gone.id)
        cancel(other, listing, reason="荒天のため", by=publisher, now=SLOT)

    between(monkeypatch, "build_content_groups", call_off, after=False)
    assert delivery.dispatch(made.id, now_fn=lambda: SLOT) == "waiting"
    assert delivery.dispatch(made.id, now_fn=lambda: SLOT) == "dispatching"
    assert session.scalars(select(ContentGroup.listing_ids)).all() == [[stays.id]]
