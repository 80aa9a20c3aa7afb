"""The same item at most as often as the hub allows, per reader, from what was really sent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier import delivery, editions, listings
from notifier.audit import Actor
from notifier.delivery import Delivery, DeliveryState, plan
from notifier.editions import Edition, EditionState
from notifier.flows.cancel import cancel
from notifier.hubs import Hub
from notifier.listings import Listing
from notifier.subscribers import Subscriber, Wishes, find_or_add_profile
from tests.editions.conftest import SATURDAY, Listings, Readers, dates, on
from tests.editions.conftest import published as published  # noqa: PLC0414 - fixtures, shared
from tests.editions.conftest import reader as reader  # noqa: PLC0414

DAY = timedelta(days=1)
Send = Callable[..., Edition]


@pytest.fixture
def send(session: Session, hub: Hub, publisher: Actor, now: datetime) -> Send:
    """``send(days)``: the weekly edition of a later day, planned; ``to`` says who got it."""

    def make(days: int = 0, *, to: DeliveryState = DeliveryState.SENT, of: Hub = hub) -> Edition:
        at = now + days * DAY
        made = editions.compose(
            session, of, kind="weekly", on=SATURDAY + days * DAY, by=publisher, now=at
        )
        editions.approve(session, made, version=made.version, by=publisher, now=at)
        made.state = EditionState.DISPATCHING
        plan(session, made, now=at)
        session.execute(update(Delivery).where(Delivery.edition_id == made.id).values(state=to))
        made.state = EditionState.SENT
        session.flush()
        return made

    return make


def told(session: Session, edition: Edition) -> dict[int, set[int]]:
    """{reader: the listings of the group they were planned into}."""
    rows = session.execute(
        select(Delivery.subscriber_id, editions.ContentGroup.listing_ids)
        .join(editions.ContentGroup, editions.ContentGroup.id == Delivery.content_group_id)
        .where(Delivery.edition_id == edition.id)
    )
    return {reader_id: set(listing_ids) for reader_id, listing_ids in rows}


def test_an_event_is_told_twice_and_then_no_more(
    session: Session, published: Listings, reader: Readers, send: Send
) -> None:
    old, new = published(occurrences=on(13)), published(occurrences=on(20))
    one = reader()
    assert told(session, send(0)) == {one.id: {old.id}}
    assert told(session, send(7)) == {one.id: {old.id, new.id}}
    assert told(session, send(8)) == {one.id: {new.id}}


def test_a_newcomer_still_gets_it(
    session: Session, published: Listings, reader: Readers, send: Send
) -> None:
    listing = published(occurrences=on(10))
    old = reader()
    send(0)
    send(1)
    newcomer = reader()
    third = send(2)
    assert told(session, third) == {newcomer.id: {listing.id}}
    assert old.id not in told(session, third), "nothing left: no letter"


@pytest.mark.parametrize(
    "state", [DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN]
)
def test_what_was_not_surely_sent_does_not_count(
    session: Session, published: Listings, reader: Readers, send: Send, state: DeliveryState
) -> None:
    listing = published(occurrences=on(10))
    one = reader()
    send(0, to=state)
    send(1)
    assert told(session, send(2)) == {one.id: {listing.id}}


def test_a_series_with_a_new_date_is_news(
    session: Session, published: Listings, reader: Readers, send: Send
) -> None:
    first = on(3)[0]
    days = [first.starts_at + 7 * n * DAY for n in range(6)]  # type: ignore[attr-defined]
    listing = published(occurrences=dates(*days))
    one = reader()
    for week in range(4):
        assert told(session, send(7 * week)) == {one.id: {listing.id}}


def test_the_hub_decides_how_often(
    session: Session, hub: Hub, published: Listings, reader: Readers, send: Send
) -> None:
    published(occurrences=on(10))
    reader()
    hub.most_tellings = 1
    send(0)
    assert told(session, send(1)) == {}


def test_other_items_take_the_place(
    session: Session, hub: Hub, published: Listings, reader: Readers, send: Send
) -> None:
    """Twelve fit, ten are sent; when those were told twice the other two have room."""
    made = [published(occurrences=on(10, hour=9 + n)) for n in range(12)]
    one = reader()
    send(0)
    send(1)
    assert told(session, send(2)) == {one.id: {listing.id for listing in made[10:]}}


def test_the_page_says_for_how_many_it_is_known(  # noqa: PLR0917 - fixtures
    session: Session, published: Listings, reader: Readers, send: Send, machine: Actor, hub: Hub,
    now: datetime,
) -> None:  # fmt: skip
    listing = published(occurrences=on(10))
    reader()
    send(0)
    send(1)
    reader(Wishes(language="en"))
    at, day = now + 2 * DAY, SATURDAY + 2 * DAY
    draft = editions.compose(session, hub, kind="weekly", on=day, by=machine, now=at)
    hearing = delivery.hearing_of(session, draft, now=at)
    view = editions.edition_view(session, draft, now=at, hearing=hearing)
    (row,) = view.items
    assert (row.listing_id, row.readers, row.known) == (listing.id, 1, 1)
    assert (view.reach.line, view.reach.without) == (1, 1)


def test_next_door_does_not_count(
    session: Session,
    hub: Hub,
    other_hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
) -> None:
    published(occurrences=on(10))
    reader()
    theirs = reader(of=other_hub)
    send(0)
    send(1)
    found = delivery.hearing_of_dates(session, other_hub.id, 1, [])
    assert theirs.id not in {row.subscriber_id for row in session.execute(found.rows)}
    assert session.execute(found.rows).all() == []


def test_a_notice_goes_to_those_who_were_told(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
    publisher: Actor,
    now: datetime,
) -> None:
    listing = published(occurrences=on(4))
    knows, by_mail = reader(), reader(Wishes(language="easy"), channels=("email",))
    send(0)
    stranger = reader()
    notice = _called_off(session, hub, listing, publisher, now + DAY)
    hearing = delivery.hearing_of(session, notice, now=now + DAY)
    found = editions.reach(session, notice, now=now + DAY, hearing=hearing)
    assert (found.line, found.email) == (1, 1)
    editions.approve(session, notice, version=notice.version, by=publisher, now=now + DAY)
    assert notice.send_at == now + DAY
    notice.state = EditionState.DISPATCHING
    assert plan(session, notice, now=now + DAY) == 2
    assert set(told(session, notice)) == {knows.id, by_mail.id} != {stranger.id}
    assert plan(session, notice, now=now + DAY) == 0


def test_whoever_changed_wishes_since_is_told_all_the_same(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
    publisher: Actor,
    now: datetime,
) -> None:
    listing = published(occurrences=on(4), district_keys=("d1",))
    one = reader(Wishes(districts=("d1",)))
    send(0)
    _move(session, hub, one)
    notice = _called_off(session, hub, listing, publisher, now + DAY)
    editions.approve(session, notice, version=notice.version, by=publisher, now=now + DAY)
    assert plan(session, notice, now=now + DAY) == 1


def test_what_takes_place_after_all_is_not_called_off(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
    publisher: Actor,
    now: datetime,
) -> None:
    listing = published(occurrences=on(4))
    reader()
    send(0)
    notice = _called_off(session, hub, listing, publisher, now + DAY)
    editions.approve(session, notice, version=notice.version, by=publisher, now=now + DAY)
    (date_,) = listing.occurrences
    listings.reinstate(session, listing, occurrence_id=date_.id, by=publisher, now=now + DAY)
    assert plan(session, notice, now=now + DAY) == 0
    assert notice.items[0].struck_at is not None


def _called_off(session: Session, hub: Hub, listing: Listing, by: Actor, now: datetime) -> Edition:
    done = cancel(session, listing, reason="荒天のため", tell="ask", by=by, now=now)
    assert done.notice is not None
    return done.notice


def _move(session: Session, hub: Hub, one: Subscriber) -> None:
    one.profile_id = find_or_add_profile(session, hub.id, Wishes(districts=("d2",))).id
    session.flush()


def test_a_day_has_room_for_several_notices(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
    publisher: Actor,
    now: datetime,
) -> None:
    one, two = published(occurrences=on(4)), published(occurrences=on(5))
    reader()
    send(0)
    first = _called_off(session, hub, one, publisher, now + DAY)
    second = _called_off(session, hub, two, publisher, now + DAY)
    assert first.id != second.id
    assert first.on == second.on == date(2026, 11, 21)
    with pytest.raises(editions.NoticeNeedsListingError):
        editions.compose(session, hub, kind="notice", on=first.on, by=publisher, now=now + DAY)


def test_an_edition_that_went_out_in_part_counts_those_who_lack_it(
    session: Session, hub: Hub, published: Listings, reader: Readers, send: Send, now: datetime
) -> None:
    """Before it is approved again the button says how many people it still goes to."""
    published(occurrences=on(3))
    has_it, lacks_it = reader(), reader()
    by_mail = reader(channels=("line", "email"))
    edition = send(0)
    for who, state in ((by_mail, DeliveryState.FAILED), (lacks_it, None)):
        row = session.scalars(select(Delivery).where(Delivery.subscriber_id == who.id)).one()
        if state is None:
            session.delete(row)
        else:
            row.state = state
    edition.state = EditionState.BLOCKED
    editions.reopen(session, edition, by=Actor("staff", "発行責任者A", "901"), now=now)
    hearing = delivery.hearing_of(session, edition, now=now)
    found = editions.reach(session, edition, now=now, hearing=hearing)
    assert (found.line, found.email) == (1, 1), f"{has_it.id} has it, LINE is closed to one"
    edition.state = EditionState.SENT
    assert delivery.hearing_of(session, edition, now=now) is None, "what was sent stays counted"


@pytest.mark.parametrize("left", ["reopened", "dropped", "gone"])
def test_a_cancellation_reaches_who_was_told_by_an_edition_that_is_a_draft_again(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    send: Send,
    publisher: Actor,
    now: datetime,
    left: str,
) -> None:
    """It went out in part and was brought back to the desk; who has it was told all the same."""
    listing = published(occurrences=on(3))
    told_one = reader()
    edition = send(0)
    edition.state = EditionState.BLOCKED
    editions.reopen(session, edition, by=publisher, now=now)
    if left == "dropped":
        editions.drop_item(
            session, edition, listing.id, version=edition.version, by=publisher, now=now
        )
    elif left == "gone":
        edition.items.clear()
        session.flush()
    dates = [row.starts_at for row in listing.occurrences]
    hearing = delivery.hearing_of_dates(session, hub.id, listing.id, dates)
    assert [who for who, _ in session.execute(hearing.rows)] == [told_one.id]
