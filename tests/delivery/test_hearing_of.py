"""The same item at most as often as the hub allows, per reader, from what was really sent."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Weeks:
    """A hub whose Saturdays pass: what is published, who reads, and what they were told."""

    session: Session
    hub: Hub
    by: Actor
    now: datetime
    published: Listings
    reader: Readers

    def send(self, days: int = 0, *, to: DeliveryState = DeliveryState.SENT) -> Edition:
        """The weekly edition of a later day, planned and over; ``to`` says what became of it."""
        made = self.compose(days)
        self.approve(made, days)
        made.state = EditionState.DISPATCHING
        plan(self.session, made, now=self.now + days * DAY)
        rows = update(Delivery).where(Delivery.edition_id == made.id)
        self.session.execute(rows.values(state=to))
        made.state = EditionState.SENT
        self.session.flush()
        return made

    def compose(self, days: int) -> Edition:
        """Its draft."""
        at, day = self.now + days * DAY, SATURDAY + days * DAY
        return editions.compose(self.session, self.hub, kind="weekly", on=day, by=self.by, now=at)

    def approve(self, edition: Edition, days: int) -> None:
        """A publisher's yes, so many days from now."""
        at = self.now + days * DAY
        editions.approve(self.session, edition, version=edition.version, by=self.by, now=at)

    def told(self, edition: Edition) -> dict[int, set[int]]:
        """{reader: the listings of the group they were planned into}."""
        group = editions.ContentGroup
        rows = self.session.execute(
            select(Delivery.subscriber_id, group.listing_ids)
            .join(group, group.id == Delivery.content_group_id)
            .where(Delivery.edition_id == edition.id)
        )
        return {reader_id: set(listing_ids) for reader_id, listing_ids in rows}

    def called_off(self, listing: Listing) -> Edition:
        """The notice of its cancellation on the next day, a draft."""
        at = self.now + DAY
        done = cancel(self.session, listing, reason="荒天のため", tell="ask", by=self.by, now=at)
        assert done.notice is not None
        return done.notice

    def hearing(self, edition: Edition, days: int) -> editions.Hearing | None:
        """What delivery knows of its readers."""
        return delivery.hearing_of(self.session, edition, now=self.now + days * DAY)


@pytest.fixture
def weeks(
    session: Session,
    hub: Hub,
    publisher: Actor,
    now: datetime,
    published: Listings,
    reader: Readers,
) -> Weeks:
    """The hub of these stories."""
    return Weeks(session, hub, publisher, now, published, reader)


def test_an_event_is_told_twice_and_then_no_more(weeks: Weeks) -> None:
    old, new = weeks.published(occurrences=on(13)), weeks.published(occurrences=on(20))
    one = weeks.reader()
    assert weeks.told(weeks.send(0)) == {one.id: {old.id}}
    assert weeks.told(weeks.send(7)) == {one.id: {old.id, new.id}}
    assert weeks.told(weeks.send(8)) == {one.id: {new.id}}


def test_a_newcomer_still_gets_it(weeks: Weeks) -> None:
    listing = weeks.published(occurrences=on(10))
    old = weeks.reader()
    weeks.send(0)
    weeks.send(1)
    newcomer = weeks.reader()
    third = weeks.send(2)
    assert weeks.told(third) == {newcomer.id: {listing.id}}
    assert old.id not in weeks.told(third), "nothing left: no letter"


@pytest.mark.parametrize(
    "state", [DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN]
)
def test_what_was_not_surely_sent_does_not_count(weeks: Weeks, state: DeliveryState) -> None:
    listing = weeks.published(occurrences=on(10))
    one = weeks.reader()
    weeks.send(0, to=state)
    weeks.send(1)
    assert weeks.told(weeks.send(2)) == {one.id: {listing.id}}


def test_a_series_with_a_new_date_is_news(weeks: Weeks) -> None:
    first = on(3)[0]
    days = [first.starts_at + 7 * n * DAY for n in range(6)]  # type: ignore[attr-defined]
    listing = weeks.published(occurrences=dates(*days))
    one = weeks.reader()
    for week in range(4):
        assert weeks.told(weeks.send(7 * week)) == {one.id: {listing.id}}


def test_the_hub_decides_how_often(weeks: Weeks) -> None:
    weeks.published(occurrences=on(10))
    weeks.reader()
    weeks.hub.most_tellings = 1
    weeks.send(0)
    assert weeks.told(weeks.send(1)) == {}


def test_other_items_take_the_place(weeks: Weeks) -> None:
    """Twelve fit, ten are sent; when those were told twice the other two have room."""
    made = [weeks.published(occurrences=on(10, hour=9 + n)) for n in range(12)]
    one = weeks.reader()
    weeks.send(0)
    weeks.send(1)
    assert weeks.told(weeks.send(2)) == {one.id: {listing.id for listing in made[10:]}}


def test_the_page_says_for_how_many_it_is_known(weeks: Weeks) -> None:
    listing = weeks.published(occurrences=on(10))
    weeks.reader()
    weeks.send(0)
    weeks.send(1)
    weeks.reader(Wishes(language="en"))
    draft = weeks.compose(2)
    at, hearing = weeks.now + 2 * DAY, weeks.hearing(draft, 2)
    view = editions.edition_view(weeks.session, draft, now=at, hearing=hearing)
    (row,) = view.items
    assert (row.listing_id, row.readers, row.known) == (listing.id, 1, 1)
    assert (view.reach.line, view.reach.without) == (1, 1)


def test_next_door_does_not_count(weeks: Weeks, other_hub: Hub) -> None:
    weeks.published(occurrences=on(10))
    weeks.reader()
    theirs = weeks.reader(of=other_hub)
    weeks.send(0)
    weeks.send(1)
    found = delivery.hearing_of_dates(weeks.session, other_hub.id, 1, [])
    assert theirs.id not in {row.subscriber_id for row in weeks.session.execute(found.rows)}
    assert weeks.session.execute(found.rows).all() == []


def test_a_notice_goes_to_those_who_were_told(weeks: Weeks) -> None:
    listing = weeks.published(occurrences=on(4))
    knows = weeks.reader()
    by_mail = weeks.reader(Wishes(language="easy"), channels=("email",))
    weeks.send(0)
    stranger = weeks.reader()
    notice, at = weeks.called_off(listing), weeks.now + DAY
    found = editions.reach(weeks.session, notice, now=at, hearing=weeks.hearing(notice, 1))
    assert (found.line, found.email) == (1, 1)
    weeks.approve(notice, 1)
    assert notice.send_at == at
    notice.state = EditionState.DISPATCHING
    assert plan(weeks.session, notice, now=at) == 2
    assert set(weeks.told(notice)) == {knows.id, by_mail.id} != {stranger.id}
    assert plan(weeks.session, notice, now=at) == 0


def test_whoever_changed_wishes_since_is_told_all_the_same(weeks: Weeks) -> None:
    listing = weeks.published(occurrences=on(4), district_keys=("d1",))
    one = weeks.reader(Wishes(districts=("d1",)))
    weeks.send(0)
    _move(weeks, one)
    notice = weeks.called_off(listing)
    weeks.approve(notice, 1)
    assert plan(weeks.session, notice, now=weeks.now + DAY) == 1


def test_what_takes_place_after_all_is_not_called_off(weeks: Weeks) -> None:
    listing = weeks.published(occurrences=on(4))
    weeks.reader()
    weeks.send(0)
    notice, at = weeks.called_off(listing), weeks.now + DAY
    weeks.approve(notice, 1)
    (date_,) = listing.occurrences
    listings.reinstate(weeks.session, listing, occurrence_id=date_.id, by=weeks.by, now=at)
    assert plan(weeks.session, notice, now=at) == 0
    assert notice.items[0].struck_at is not None


def test_a_day_has_room_for_several_notices(weeks: Weeks) -> None:
    one, two = weeks.published(occurrences=on(4)), weeks.published(occurrences=on(5))
    weeks.reader()
    weeks.send(0)
    first, second = weeks.called_off(one), weeks.called_off(two)
    assert first.id != second.id
    assert first.on == second.on == date(2026, 11, 21)
    with pytest.raises(editions.NoticeNeedsListingError):
        editions.compose(
            weeks.session, weeks.hub, kind="notice", on=first.on, by=weeks.by, now=weeks.now + DAY
        )


def test_an_edition_that_went_out_in_part_counts_those_who_lack_it(weeks: Weeks) -> None:
    """Before it is approved again the button says how many people it still goes to."""
    session = weeks.session
    weeks.published(occurrences=on(3))
    has_it, lacks_it = weeks.reader(), weeks.reader()
    by_mail = weeks.reader(channels=("line", "email"))
    edition = weeks.send(0)
    for who, state in ((by_mail, DeliveryState.FAILED), (lacks_it, None)):
        row = session.scalars(select(Delivery).where(Delivery.subscriber_id == who.id)).one()
        if state is None:
            session.delete(row)
        else:
            row.state = state
    edition.state = EditionState.BLOCKED
    editions.reopen(session, edition, by=weeks.by, now=weeks.now)
    found = editions.reach(session, edition, now=weeks.now, hearing=weeks.hearing(edition, 0))
    assert (found.line, found.email) == (1, 1), f"{has_it.id} has it, LINE is closed to one"
    edition.state = EditionState.SENT
    assert weeks.hearing(edition, 0) is None, "what was sent stays counted"


@pytest.mark.parametrize("left", ["reopened", "dropped", "gone"])
def test_a_cancellation_reaches_who_was_told_by_an_edition_that_is_a_draft_again(
    weeks: Weeks, left: str
) -> None:
    """It went out in part and was brought back to the desk; who has it was told all the same."""
    session = weeks.session
    listing = weeks.published(occurrences=on(3))
    told_one = weeks.reader()
    edition = weeks.send(0)
    edition.state = EditionState.BLOCKED
    editions.reopen(session, edition, by=weeks.by, now=weeks.now)
    if left == "dropped":
        version = edition.version
        editions.drop_item(
            session, edition, listing.id, version=version, by=weeks.by, now=weeks.now
        )
    elif left == "gone":
        edition.items.clear()
        session.flush()
    days = [row.starts_at for row in listing.occurrences]
    hearing = delivery.hearing_of_dates(session, weeks.hub.id, listing.id, days)
    assert [who for who, _ in session.execute(hearing.rows)] == [told_one.id]


def _move(weeks: Weeks, one: Subscriber) -> None:
    """Their wishes are another district's from now on."""
    wishes = Wishes(districts=("d2",))
    one.profile_id = find_or_add_profile(weeks.session, weeks.hub.id, wishes).id
    weeks.session.flush()
