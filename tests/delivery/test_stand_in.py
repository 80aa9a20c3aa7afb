"""One person with LINE and mail is told once; the other way stands in only for a closed one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import notifier.cli.practice.fill as practice
from notifier import delivery, hubs, listings, subscribers
from notifier.delivery import Delivery, DeliveryState
from notifier.editions import Edition
from notifier.flows.cancel import cancel
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.mailroom import bounce_address, read_bounce
from tests.mailroom.bounce_samples import report
from tests.walks.laid_out import fill
from tests.walks.world import World, approved_edition

READERS = 4
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DEAD = {"said": "550 5.1.1 User unknown", "status": "5.1.1"}
FULL = {"said": "552 5.2.2 Mailbox full", "status": "5.2.2"}


@dataclass
class Town:
    """Four people, each with LINE and mail, and the hour of an approved edition."""

    world: World
    edition_id: int
    at: datetime

    def go(self, after: timedelta = SECOND) -> None:
        """One tick."""
        moment = self.at + after
        assert not tick(now_fn=lambda: moment).errors

    def told(self) -> list[tuple[int, int]]:
        """(LINE messages, mails) of each of the four."""
        phones = self.world.control.received(practice.channel_id("nishi"))
        mails = self.world.sink.counts
        return [
            (sum(phones.get(line_id(n), {}).values()), mails[mail_of(n)]) for n in range(READERS)
        ]

    def states(self, number: int) -> dict[str, str]:
        """Channel → state of one person's deliveries."""
        with reading() as session:
            rows = session.execute(
                select(Delivery.channel, Delivery.state).where(
                    Delivery.subscriber_id == self.subscriber(number)
                )
            )
            return {channel: state.value for channel, state in rows}

    def subscriber(self, number: int) -> int:
        """The person's number in the ledger."""
        with reading() as session:
            return self.address(session, number, "email").subscriber_id

    def address(self, session: Session, number: int, channel: str) -> subscribers.Address:
        """One of the person's two addresses."""
        hub = hubs.find_hub(session, "nishi")
        value = line_id(number) if channel == "line" else mail_of(number)
        found = subscribers.find_address(session, hub.id, channel=channel, address=value)
        assert found is not None
        return found

    def returned(self, number: int, at: datetime, **facts: str) -> None:
        """The mail to that person comes back."""
        with writing() as session:
            hub = hubs.find_hub(session, "nishi")
            one = session.scalars(
                select(Delivery).where(
                    Delivery.subscriber_id == self.subscriber(number), Delivery.channel == "email"
                )
            ).one()
            salt = session.get_one(subscribers.Subscriber, one.subscriber_id).link_salt
            to = bounce_address(hub.mail_from, one.id, salt, subscribers.link_key(session, hub))
            raw = report(to=to, recipient="elsewhere@example.net", **facts)
            applied = delivery.apply_bounce(session, hub, read_bounce(raw), raw=raw, now=at)
            assert applied.outcome == "applied"


def stand_in(session: Session, now: datetime) -> int:
    """As the tick does it: for how many readers the other way was planned."""
    unreached = delivery.not_reaching_all(session, now=now)
    return sum(delivery.stand_in(session, one, now=now) for one in unreached)


def line_id(number: int) -> str:
    return f"U{number:032x}"


def mail_of(number: int) -> str:
    return f"both{number}@nishi.example.jp"


@pytest.fixture
def town(here: World, now: datetime) -> Town:
    fill(now=now)
    rows = [
        subscribers.FileRow(
            row=number + 2, channel=channel, address=address(number), districts=(),
            birth_months=(), themes=(), language="ja", source="walk", person=f"p{number}",
            consented_at=(now - timedelta(days=30)).isoformat(),
        )
        for number in range(READERS)
        for channel, address in (("line", line_id), ("email", mail_of))
    ]  # fmt: skip
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=now)
    here.control.add_friends(practice.channel_id("nishi"), [line_id(n) for n in range(READERS)])
    edition_id, at = approved_edition("nishi", now=now)
    return Town(here, edition_id, at)


def prefer_mail(town: Town) -> None:
    with writing() as session:
        for number in range(READERS):
            reader = session.get_one(subscribers.Subscriber, town.subscriber(number))
            reader.preferred_channel = "email"


def test_mail_stands_in_where_line_is_closed_and_only_there(town: Town) -> None:
    """One blocked the account, one has an id LINE refuses, one stopped LINE, one just gets it."""
    delivery.dispatch(town.edition_id, now_fn=lambda: town.at + SECOND)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        subscribers.unfollow(session, hub, user_id=line_id(0), at=town.at, now=town.at)
        subscribers.unsubscribe(session, town.address(session, 2, "line"), how="x", now=town.at)
    town.world.control.faults({"endpoint": "multicast", "kind": "bad_id", "index": 0})
    for minutes in range(4):
        town.go(2 * SECOND + minutes * MINUTE)
    assert town.told() == [(0, 1), (0, 1), (0, 0), (1, 0)]
    assert town.states(0) == {"line": "suppressed", "email": "sent"}
    assert town.states(1) == {"line": "failed", "email": "sent"}
    assert town.states(2) == {"line": "suppressed"}, "a stop of one's own is an answer"
    with reading() as session:
        edition = session.get_one(Edition, town.edition_id)
        assert edition.state == "sent"
        found = delivery.outcome(session, edition)
        assert (found.sent, found.not_reached, found.not_sent) == (3, 0, 1), "two have it by mail"
        ways = {way.channel: way for way in delivery.who_has_it(session, edition)}
        assert (ways["email"].stood_in, ways["line"].stood_in) == (2, 0)
        rows, _ = delivery.readers_reached(session, edition)
        assert [one.channel for one in rows if one.stands_in] == ["email", "email"]
    with writing() as session:
        assert stand_in(session, now=town.at + 5 * MINUTE) == 0


def test_line_stands_in_for_a_mail_that_came_back_for_good_and_in_time(town: Town) -> None:
    prefer_mail(town)
    town.go()
    assert town.told() == [(0, 1)] * READERS, "the way of choice alone"
    town.returned(1, town.at + 10 * MINUTE, **DEAD)
    town.returned(2, town.at + 10 * MINUTE, **FULL)
    for minutes in (11, 12):
        town.go(minutes * MINUTE)
    town.returned(3, town.at + 130 * MINUTE, **DEAD)
    town.go(131 * MINUTE)
    assert town.told() == [(0, 1), (1, 1), (0, 1), (0, 1)]
    assert town.states(1) == {"email": "bounced", "line": "sent"}
    assert town.states(2) == {"email": "bounced"}, "a full mailbox is no closed way"
    assert town.states(3) == {"email": "bounced"}, "nothing goes out late by itself"


def test_what_may_have_arrived_never_falls_back(town: Town) -> None:
    town.go()
    with writing() as session:
        subscriber_id = town.subscriber(2)
        one = session.scalars(select(Delivery).where(Delivery.subscriber_id == subscriber_id)).one()
        address = town.address(session, 2, "line")
        subscribers.suspend(session, address, reason="練習", now=town.at)
        for state in ("unknown", "sent", "queued", "sending"):
            one.state = DeliveryState(state)
            session.flush()
            assert stand_in(session, now=town.at + MINUTE) == 0
        one.state = DeliveryState.FAILED
        session.flush()
        assert stand_in(session, now=town.at + MINUTE) == 1


def test_when_the_other_way_is_refused_too_nobody_else_is_held_up(town: Town) -> None:
    prefer_mail(town)
    town.go()
    town.returned(0, town.at + MINUTE, **DEAD)
    town.world.control.put_channel(
        practice.channel_id("nishi"), practice.channel_secret("nishi"), quota_limit=0,
        purpose="readers", webhook_url="http://127.0.0.1:9/hook",
    )  # fmt: skip
    for minutes in (2, 3, 4):
        town.go(minutes * MINUTE)
    assert town.states(0) == {"email": "bounced", "line": "failed"}
    with reading() as session:
        edition = session.get_one(Edition, town.edition_id)
        assert edition.state == "sent"
        assert delivery.outcome(session, edition).not_reached == 1, "one person, tried twice"


def test_who_is_just_getting_it_another_way_hears_of_the_cancellation_too(town: Town) -> None:
    """The mail came back while nobody was at work, then an event was called off: one tick."""
    prefer_mail(town)
    town.go()
    town.returned(1, town.at + MINUTE, **DEAD)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        item = session.get_one(Edition, town.edition_id).items[0]
        listing = listings.find_listing(session, hub.id, item.listing_id)
        by = practice.staff(session, hub, "publisher")
        called_off = town.at + 5 * MINUTE
        cancel(session, listing, reason="荒天のため", tell="now", by=by, now=called_off)
    for minutes in (6, 7, 8):
        town.go(minutes * MINUTE)
    assert town.told() == [(0, 2), (2, 1), (0, 2), (0, 2)], "edition and notice, each once"
