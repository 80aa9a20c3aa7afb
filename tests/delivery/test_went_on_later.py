"""An edition held back halfway, brought back to the desk and sent on later: its numbers stay whole."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.delivery import InsightLook, LineDay
from notifier.delivery.known_quota import sent_since
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.web.desk.edition_after import after
from tests.delivery.conftest import Ready, make_ready
from tests.delivery.ready import SHORTLY, counts, edition_of, fault, go
from tests.walks.world import World

A_DAY = timedelta(days=1)


@pytest.fixture
def halfway(here: World, now: datetime) -> Ready:
    """Some batches went on Saturday, the others were put off until it was late."""
    ready = make_ready(here, now, line=40, email=0)
    here.now = ready.send_at
    fault(ready, "429_rate", 2)
    go(ready, SHORTLY)
    go(ready, timedelta(hours=3))
    assert edition_of(ready).state == "blocked"
    assert 20 <= counts(ready)["sent"] < 40
    return ready


def reopened(ready: Ready, after: timedelta) -> None:
    with writing() as session:
        edition = session.get_one(Edition, ready.edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        by = practice.staff(session, hub, "publisher")
        editions.reopen(session, edition, by=by, now=ready.send_at + after)


def test_what_went_stays_in_the_months_numbers(halfway: Ready) -> None:
    sent, moment = counts(halfway)["sent"], halfway.send_at + timedelta(hours=4)
    reopened(halfway, timedelta(hours=4))
    with reading() as session:
        hub = hubs.find_hub(session, "nishi")
        use = delivery.month_use(session, hub, now=moment)
        assert (use.editions, use.others(sent)) == (sent, 0)
        assert sent_since(session, hub.id, halfway.send_at) == sent, "nobody counts on them again"


def test_line_is_asked_from_the_day_the_first_got_it(halfway: Ready) -> None:
    """On Monday the rest goes; who saw it on Saturday is counted, and each day's deliveries."""
    first = counts(halfway)["sent"]
    reopened(halfway, timedelta(hours=4))
    at = halfway.send_at + 2 * A_DAY
    with writing() as session:
        edition = session.get_one(Edition, halfway.edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        hub.second_person = False
        by = practice.staff(session, hub, "publisher")
        editions.approve(session, edition, version=edition.version, by=by, now=at, late=True)
        send_at = edition.send_at
    assert send_at is not None
    for days in range(2):
        halfway.world.now = moment = send_at + SHORTLY + days * A_DAY
        assert not tick(now_fn=lambda moment=moment: moment).errors  # type: ignore[misc]
    assert edition_of(halfway).state == "sent"
    with reading() as session:
        looks = session.scalars(select(InsightLook).order_by(InsightLook.day)).all()
        days = {one.on: one.delivered for one in session.scalars(select(LineDay))}
        hub = hubs.find_hub(session, "nishi")
        seen = after(session, hub, session.get_one(Edition, halfway.edition_id), now=moment)
    saturday = clock.local(halfway.send_at).date()
    assert days == {saturday: first, saturday + 2 * A_DAY: 40 - first}
    assert (looks[-1].day, looks[-1].saw) == (3, 24), "of all 40, as the practice platform counts"
    assert seen is not None
    assert seen.day == clock.say_date(saturday)
