"""What LINE counted of an edition: asked on four days, null kept, one question an hour at most."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, subscribers
from notifier.delivery import InsightLook, LineDay
from notifier.delivery.insight_days import due_day, is_day_due
from notifier.editions import Edition
from notifier.flows.tick import TickReport, tick
from notifier.hubs import find_hub
from notifier.kit import clock
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("after", "answered", "due"),
    [
        (0, (), None),
        (1, (), 1),
        (2, (1,), None),
        (3, (1,), 3),
        (4, (), 3),  # the first was missed: the later one says more
        (7, (1, 3), 7),
        (14, (1, 3, 7), None),
        (15, (1, 3, 7), 15),
        (29, (1, 3, 7), 15),
        (31, (1, 3, 7), None),  # LINE does not answer any more
    ],
)
def test_the_days_it_is_asked(after: int, answered: tuple[int, ...], due: int | None) -> None:
    assert due_day(SATURDAY, SATURDAY + timedelta(days=after), frozenset(answered)) == due


def test_a_day_is_counted_on_the_next() -> None:
    assert [is_day_due(SATURDAY, SATURDAY + timedelta(days=n)) for n in (0, 1, 7, 8)] == [
        False,
        True,
        True,
        False,
    ]


def at(here: World, moment: datetime) -> TickReport:
    """Everything due at that moment, by LINE's clock and ours."""
    here.now = moment
    return tick(now_fn=lambda: moment)


def test_asked_on_four_days_and_null_stays_null(here: World, now: datetime) -> None:
    ready = make_ready(here, now, line=60, email=3)
    assert not at(here, ready.send_at + timedelta(seconds=1)).errors
    for day in range(1, 20):
        report = at(here, ready.send_at + timedelta(days=day))
        assert not report.errors
    with reading() as session:
        looks = session.scalars(select(InsightLook).order_by(InsightLook.day)).all()
        assert [(one.day, one.saw, one.tapped) for one in looks] == [
            (day, 36, None) for day in (1, 3, 7, 15)
        ], "of 60 the practice platform lets 36 see it; 12 taps are fewer than twenty"
        (of_day,) = session.scalars(select(LineDay)).all()
        assert (of_day.on, of_day.delivered) == (clock.local(ready.send_at).date(), 60)
        edition = session.get_one(Edition, ready.edition_id)
        assert delivery.insight_of(session, edition)[-1].day == 15


def test_a_line_that_does_not_answer_is_asked_again_after_an_hour(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(ready.world, ready.send_at + timedelta(seconds=1))
    next_day = ready.send_at + timedelta(days=1)
    asked = []

    def refuse(*_args: object, **_facts: object) -> None:
        asked.append(1)
        raise delivery_unreachable()

    with monkeypatch.context() as patched:
        patched.setattr("notifier.wire.line_insight.unit_insight", refuse)
        assert "insights" in at(ready.world, next_day).errors
        assert "insights" not in at(ready.world, next_day + timedelta(minutes=59)).errors
        assert len(asked) == 1
        assert "insights" in at(ready.world, next_day + timedelta(minutes=61)).errors
    at(ready.world, next_day + timedelta(hours=3))
    with reading() as session:
        assert session.scalars(select(InsightLook.answered_at)).one() is not None


def delivery_unreachable() -> Exception:
    from notifier.wire.line import LineUnreachableError

    return LineUnreachableError(maybe_sent=False)


def test_friends_around_an_edition(ready: Ready) -> None:
    at(ready.world, ready.send_at + timedelta(seconds=1))
    with writing() as session:
        hub = find_hub(session, "nishi")
        for number, hours in enumerate((1, 47, 49)):
            moment = ready.send_at + timedelta(hours=hours)
            user = ready.line_ids[number]
            subscribers.unfollow(session, hub, user_id=user, at=moment, now=moment)
        moment = ready.send_at + timedelta(hours=2)
        subscribers.follow(session, hub, user_id="U" + "f" * 32, at=moment, now=moment)
    with reading() as session:
        hub = find_hub(session, "nishi")
        end = ready.send_at + timedelta(hours=48)
        assert subscribers.friends_moved(session, hub.id, ready.send_at, end) == (1, 2)
        other = find_hub(session, "kohoku")
        assert subscribers.friends_moved(session, other.id, ready.send_at, end) == (0, 0)


def test_the_practice_platform_refuses_what_line_refuses(ready: Ready) -> None:
    from notifier.config import settings
    from notifier.wire import line, line_insight

    url = settings().line_api_url
    token = line.issue_token(
        url, practice.channel_id("nishi"), practice.channel_secret("nishi")
    ).value
    for unit, last in (("a-b", SATURDAY), ("w1", SATURDAY + timedelta(days=31))):
        with pytest.raises(line.LineRefusedError):
            line_insight.unit_insight(url, token, unit, first=SATURDAY, last=last)
    assert line_insight.delivered_on(url, token, "multicast", SATURDAY) is None
