"""A decision carried out on the plan: mail first, then in turn, never twice in a row."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.audit import Actor, latest
from notifier.delivery import (
    Delivery,
    DeliveryState,
    PassedOver,
    QuotaChoice,
    QuotaView,
    decide_quota,
    note_look,
    plan,
    quota_need,
    undo_quota,
)
from notifier.delivery.decide_quota import (
    NoSuchWayOutError,
    OtherNumbersError,
    QuotaClosedError,
    QuotaPersonError,
)
from notifier.delivery.known_quota import known_quota, with_uncounted
from notifier.delivery.pass_over import TOO_FEW_BY_MAIL, TWICE_IN_A_ROW, pass_over
from notifier.editions import Edition, EditionState, approve, begin_dispatch, reach
from notifier.hubs import Hub
from tests.editions.conftest import OPEN, SLOT, Listings, Readers, on
from tests.editions.conftest import draft as draft  # noqa: PLC0414 - the fixture, shared
from tests.editions.conftest import published as published  # noqa: PLC0414 - the fixture, shared
from tests.editions.conftest import reader as reader  # noqa: PLC0414 - the fixture, shared

PUBLISHER = Actor("staff", "発行責任者A", "2")
Draft = Callable[[], Edition]


@pytest.fixture
def edition(draft: Draft, published: Listings, reader: Readers) -> Edition:
    """A draft for six LINE readers, two of whom have a mail address, and one mail reader."""
    published(**OPEN, occurrences=on(2))
    for channels in (("line",),) * 4 + (("line", "email"),) * 2 + (("email",),):
        reader(channels=channels)
    return draft()


def decide(
    session: Session, made: Edition, choice: str, left: int, by: Actor, now: datetime
) -> None:
    found = reach(session, made, now=now)
    need = quota_need(session, made, found, QuotaView.of(100 - left, 100), now=now)
    line = {"fewer": left, "mail": found.line - min(found.line - left, 2)}.get(choice, need.line)
    decide_quota(
        session,
        made,
        QuotaChoice(choice),
        need=need,
        seen_line=0 if choice == "rest" else line,
        by=by,
        now=now,
    )


def go(session: Session, made: Edition, now: datetime) -> str:
    """What the dispatch does between its quota question and its batches."""
    approve(session, made, version=made.version, by=PUBLISHER, now=now)
    assert made.send_at is not None
    assert begin_dispatch(session, made, now=made.send_at) == "dispatching"
    plan(session, made, now=now)
    problem = pass_over(session, made, now=now)
    session.expire_all()
    return problem


def ways(session: Session, made: Edition) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(Delivery.channel, Delivery.state, func.count())
        .where(Delivery.edition_id == made.id)
        .group_by(Delivery.channel, Delivery.state)
    )
    return {(channel, state.value): count for channel, state, count in rows}


def test_mail_stands_in_first(
    session: Session, edition: Edition, publisher: Actor, now: datetime
) -> None:
    decide(session, edition, "mail", 4, publisher, now)
    assert go(session, edition, now) == ""
    assert ways(session, edition) == {("line", "queued"): 4, ("email", "queued"): 3}
    assert not session.scalars(select(PassedOver)).all()


def test_then_readers_rest_in_turn(
    session: Session, edition: Edition, publisher: Actor, now: datetime
) -> None:
    decide(session, edition, "fewer", 3, publisher, now)
    assert go(session, edition, now) == ""
    assert ways(session, edition) == {
        ("line", "queued"): 3,
        ("line", "suppressed"): 1,
        ("email", "queued"): 3,
    }
    (rested,) = session.scalars(select(PassedOver.subscriber_id)).all()
    sentence = "".join(one.sentence for one in latest(session, edition.hub_id, limit=9))
    assert "LINEで送るのを3人までにし、1人に順番に休んでもらうことに決めました" in sentence

    following = Edition(
        hub_id=edition.hub_id, kind="special", on=edition.on, title="次", composed_at=now, items=[]
    )
    session.add(following)
    session.flush()
    edition.state = EditionState.SENT
    need = quota_need(
        session, following, reach(session, edition, now=now), QuotaView.of(0, 3), now=now
    )
    assert need.rested == 1
    assert session.scalars(
        select(PassedOver.subscriber_id).where(PassedOver.subscriber_id == rested)
    ).all()


def test_whoever_rested_is_the_last_to_rest_again(
    session: Session, edition: Edition, hub: Hub, publisher: Actor, now: datetime
) -> None:
    people = list(session.scalars(select(Delivery.subscriber_id)))
    assert people == []
    decide(session, edition, "fewer", 2, publisher, now)
    before = Edition(
        hub_id=hub.id, kind="weekly", on=datetime(2026, 11, 14, tzinfo=now.tzinfo).date(),
        title="前", composed_at=now, items=[], state=EditionState.SENT, dispatched_at=SLOT,
    )  # fmt: skip
    session.add(before)
    session.flush()
    line_only = session.scalars(_line_only(edition)).all()
    session.add_all(
        PassedOver(hub_id=hub.id, edition_id=before.id, subscriber_id=one, at=now)
        for one in line_only[:2]
    )
    session.flush()
    assert go(session, edition, now) == ""
    rested = session.scalars(
        select(PassedOver.subscriber_id).where(PassedOver.edition_id == edition.id)
    ).all()
    assert sorted(rested) == sorted(line_only[2:])


def test_a_decision_that_no_longer_holds_sends_nothing(
    session: Session, edition: Edition, hub: Hub, publisher: Actor, reader: Readers, now: datetime
) -> None:
    decide(session, edition, "mail", 4, publisher, now)
    for _ in range(2):
        reader(channels=("line",))
    assert go(session, edition, now) == TOO_FEW_BY_MAIL
    assert ways(session, edition)[("line", "queued")] == 8


def test_never_twice_in_a_row_also_when_numbers_changed(
    session: Session, edition: Edition, hub: Hub, publisher: Actor, now: datetime
) -> None:
    decide(session, edition, "fewer", 1, publisher, now)
    before = Edition(
        hub_id=hub.id, kind="weekly", on=datetime(2026, 11, 14, tzinfo=now.tzinfo).date(),
        title="前", composed_at=now, items=[], state=EditionState.SENT, dispatched_at=SLOT,
    )  # fmt: skip
    session.add(before)
    session.flush()
    session.add_all(
        PassedOver(hub_id=hub.id, edition_id=before.id, subscriber_id=one, at=now)
        for one in session.scalars(_line_only(edition)).all()[:2]
    )
    session.flush()
    assert go(session, edition, now) == TWICE_IN_A_ROW
    assert ("line", "suppressed") not in ways(session, edition)


def test_a_rest_takes_the_approval_back_and_can_be_undone(
    session: Session, edition: Edition, hub: Hub, publisher: Actor, now: datetime
) -> None:
    edition.state = EditionState.APPROVED
    decide(session, edition, "rest", 1, publisher, now)
    assert edition.state is EditionState.DRAFT
    assert hub.rest_days == ["2026-11-21", "2026-11-28"]
    undo_quota(session, edition, by=publisher, now=now)
    assert hub.rest_days == []
    with pytest.raises(QuotaClosedError):
        undo_quota(session, edition, by=publisher, now=now)


def test_refusals(
    session: Session, edition: Edition, publisher: Actor, machine: Actor, now: datetime
) -> None:
    with pytest.raises(QuotaPersonError):
        decide(session, edition, "fewer", 3, machine, now)
    with pytest.raises(NoSuchWayOutError, match="足りているため"):
        decide(session, edition, "fewer", 90, publisher, now)
    with pytest.raises(NoSuchWayOutError, match="2人で、3人に足りません"):
        decide(session, edition, "mail", 3, publisher, now)
    need = quota_need(
        session, edition, reach(session, edition, now=now), QuotaView.of(97, 100), now=now
    )
    with pytest.raises(OtherNumbersError):
        decide_quota(
            session, edition, QuotaChoice.FEWER, need=need, seen_line=5, by=publisher, now=now
        )
    decide(session, edition, "fewer", 3, publisher, now)
    with pytest.raises(QuotaClosedError, match="もう決めて"):
        decide(session, edition, "plan", 3, publisher, now)
    edition.state = EditionState.DISPATCHING
    with pytest.raises(QuotaClosedError, match="送りはじめた"):
        decide(session, edition, "plan", 3, publisher, now)


def test_what_line_has_not_counted_yet_is_taken_off(
    session: Session, edition: Edition, hub: Hub, now: datetime
) -> None:
    note_look(session, hub.id, QuotaView.of(10, 100), now=now)
    go(session, edition, now)
    later = now.replace(minute=30)
    for one in session.scalars(select(Delivery).where(Delivery.channel == "line")):
        one.state, one.updated_at = DeliveryState.SENT, later
    session.flush()
    known = known_quota(session, hub.id, now=later)
    assert known is not None
    assert (known.used, known.left) == (16, 84)
    lagging = QuotaView.of(10, 100)
    assert with_uncounted(session, hub.id, lagging, now=later).used == 16
    assert with_uncounted(session, hub.id, lagging, now=later.replace(hour=9)).used == 10
    assert known_quota(session, hub.id, now=datetime(2026, 12, 1, tzinfo=now.tzinfo)) is None
    note_look(session, hub.id, None, problem="LINEから返事がありません。", now=later)
    assert known_quota(session, hub.id, now=later) is None, "no page says a number nobody gave"
    assert with_uncounted(session, hub.id, lagging, now=later).used == 16, "nor is one forgotten"


def _line_only(edition: Edition):  # type: ignore[no-untyped-def] # noqa: ANN202 - a SELECT
    from notifier.subscribers import Address, Subscriber

    with_mail = select(Address.subscriber_id).where(Address.channel == "email")
    return (
        select(Subscriber.id)
        .where(Subscriber.hub_id == edition.hub_id, Subscriber.id.not_in(with_mail))
        .order_by(Subscriber.id)
    )
