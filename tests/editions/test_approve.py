"""Approval: a named person, a frozen content, a time; and taking it back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import (
    DayOverError,
    Edition,
    EditionState,
    EditionStateError,
    EmptyEditionError,
    Link,
    MailNotReadyError,
    NamedPersonError,
    NoticeOverError,
    StaleEditionError,
    approve,
    compose,
    compose_notice,
    drop_item,
    reschedule,
    undo_approval,
)
from notifier.editions.schedule import OutsideWindowError
from notifier.hubs import Hub
from notifier.listings import cancel
from tests.editions.conftest import SATURDAY, SLOT, Listings, Readers, on

Draft = Callable[[], Edition]


def test_approval_freezes_links_and_hashes(
    session: Session, hub: Hub, published: Listings, approved: Draft, now: datetime
) -> None:
    listing = published(title="ベビーマッサージ", occurrences=on(1))
    made = approved()
    assert made.state is EditionState.APPROVED
    assert made.send_at == SLOT
    assert not made.is_off_schedule
    assert len(made.content_hash) == 64
    snapshot = made.items[0].snapshot
    assert snapshot is not None
    assert snapshot["title"] == "ベビーマッサージ"
    assert snapshot["public_url"].endswith(f"/nishi/events/{listing.id}")
    links = session.scalars(select(Link).where(Link.edition_id == made.id)).all()
    assert {(row.listing_id, row.channel, row.target) for row in links} == {
        (listing.id, "line", "event"),
        (listing.id, "email", "event"),
    }
    assert {row.url for row in links} == {snapshot["public_url"]}


def test_undo_and_approve_again_keep_codes_and_hash(
    session: Session, published: Listings, approved: Draft, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = approved()
    first = made.content_hash
    codes = set(session.scalars(select(Link.code)))
    undo_approval(session, made, by=publisher, now=now)
    assert made.state is EditionState.DRAFT
    assert made.send_at is None
    assert made.items[0].snapshot is None
    with pytest.raises(EditionStateError):
        undo_approval(session, made, by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    assert made.content_hash == first
    assert set(session.scalars(select(Link.code))) == codes


def test_the_undo_window_moves_a_late_approval(
    session: Session, published: Listings, draft: Draft, publisher: Actor
) -> None:
    published(occurrences=on(1))
    made = draft()
    late = SLOT - timedelta(minutes=3)
    approve(session, made, version=made.version, by=publisher, now=late)
    assert made.send_at == late + timedelta(minutes=10)
    assert not made.is_off_schedule


def test_another_time_is_off_schedule(
    session: Session, published: Listings, draft: Draft, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = draft()
    asked = now + timedelta(hours=2)
    approve(session, made, version=made.version, by=publisher, now=now, send_at=asked)
    assert made.send_at == asked
    assert made.is_off_schedule


def test_not_at_night(
    session: Session, published: Listings, draft: Draft, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = draft()
    night = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    with pytest.raises(OutsideWindowError, match="09:00–20:00"):
        approve(session, made, version=made.version, by=publisher, now=now, send_at=night)


def test_a_day_that_is_over_wants_an_explicit_yes(
    session: Session, published: Listings, draft: Draft, publisher: Actor
) -> None:
    over, ahead = published(occurrences=on(1)), published(occurrences=on(9))
    made, monday = draft(), SLOT + timedelta(days=2)
    with pytest.raises(DayOverError, match="日が過ぎています"):
        approve(session, made, version=made.version, by=publisher, now=monday)
    approve(session, made, version=made.version, by=publisher, now=monday, late=True)
    assert made.send_at == monday + timedelta(minutes=10)
    assert made.is_off_schedule
    frozen = {item.listing_id for item in made.items if item.snapshot is not None}
    assert frozen == {ahead.id}, f"{over.id} is over"


@pytest.mark.parametrize(
    ("days", "asked_days", "goes"), [(6, None, True), (7, None, False), (0, 6, True), (0, 7, False)]
)
def test_a_week_later_no_yes_helps(  # noqa: PLR0917 - the case and the fixtures
    session: Session,
    published: Listings,
    draft: Draft,
    publisher: Actor,
    days: int,
    asked_days: int | None,
    goes: bool,
) -> None:
    published(occurrences=on(12))
    made, now = draft(), SLOT + timedelta(days=days)
    asked = None if asked_days is None else SLOT + timedelta(days=asked_days)
    if goes:
        approve(
            session, made, version=made.version, by=publisher, now=now, send_at=asked, late=True
        )
        assert made.state is EditionState.APPROVED
        return
    with pytest.raises(DayOverError, match=r"11月27日\(金\)までです"):
        approve(
            session, made, version=made.version, by=publisher, now=now, send_at=asked, late=True
        )


def test_another_time_after_the_approval_is_no_way_round_it(
    session: Session, published: Listings, approved: Draft, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(12))
    made = approved()
    week_later = SLOT + timedelta(days=7)
    with pytest.raises(DayOverError, match=r"11月27日\(金\)までです"):
        reschedule(session, made, send_at=week_later, by=publisher, now=now)
    reschedule(session, made, send_at=SLOT + timedelta(days=6), by=publisher, now=now)
    assert made.send_at == SLOT + timedelta(days=6)


def test_what_expired_since_its_day_is_not_sent_late(
    session: Session, published: Listings, draft: Draft, publisher: Actor
) -> None:
    published(kind="information", occurrences=(), expires_on=SATURDAY + timedelta(days=1))
    stays = published(kind="information", occurrences=(), expires_on=SATURDAY + timedelta(days=2))
    made, monday = draft(), SLOT + timedelta(days=2)
    assert len(made.items) == 2
    approve(session, made, version=made.version, by=publisher, now=monday, late=True)
    assert [one.listing_id for one in made.items if one.snapshot is not None] == [stays.id]


def test_news_between_composing_and_a_late_approval_stands_in_the_next(
    session: Session, hub: Hub, published: Listings, draft: Draft, publisher: Actor
) -> None:
    told = published(kind="information", occurrences=())
    made, monday = draft(), SLOT + timedelta(days=2)
    since = published(kind="information", occurrences=(), at=SLOT + timedelta(days=1))
    approve(session, made, version=made.version, by=publisher, now=monday, late=True)
    made.state = EditionState.SENT
    following = compose(
        session, hub, kind="weekly", on=SATURDAY + timedelta(days=7), by=publisher,
        now=SLOT + timedelta(days=6),
    )  # fmt: skip
    assert {item.listing_id for item in following.items} == {since.id}, f"{told.id} was told"


def test_only_a_named_person(
    session: Session, published: Listings, draft: Draft, machine: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = draft()
    for who in (machine, Actor("operator", "この機械", "root")):
        with pytest.raises(NamedPersonError):
            approve(session, made, version=made.version, by=who, now=now)


def test_nothing_to_send(
    session: Session, published: Listings, draft: Draft, publisher: Actor, now: datetime
) -> None:
    listing = published(occurrences=on(1))
    made = draft()
    drop_item(session, made, listing.id, version=made.version, by=publisher, now=now)
    with pytest.raises(EmptyEditionError):
        approve(session, made, version=made.version, by=publisher, now=now)


def test_what_was_cancelled_meanwhile_is_struck(
    session: Session, published: Listings, draft: Draft, publisher: Actor, now: datetime
) -> None:
    stays, goes = published(occurrences=on(1)), published(occurrences=on(2))
    made = draft()
    cancel(session, goes, reason="荒天", by=publisher, now=now)
    approve(session, made, version=made.version, by=publisher, now=now)
    rows = {item.listing_id: item for item in made.items}
    assert rows[goes.id].struck_at == now
    assert rows[goes.id].snapshot is None
    assert rows[stays.id].snapshot is not None


def test_mail_needs_a_sender(
    session: Session,
    published: Listings,
    draft: Draft,
    reader: Readers,
    publisher: Actor,
    now: datetime,
) -> None:
    published(occurrences=on(1))
    made = draft()
    session.get_one(Hub, made.hub_id).postal_address = ""
    reader(channels=("email",))
    with pytest.raises(MailNotReadyError, match="1人"):
        approve(session, made, version=made.version, by=publisher, now=now)


def test_a_hub_without_a_sender_may_write_by_line(
    session: Session, hub: Hub, published: Listings, approved: Draft, reader: Readers
) -> None:
    published(occurrences=on(1))
    hub.mail_from = ""
    reader(channels=("line",))
    assert approved().state is EditionState.APPROVED


def test_a_notice_is_not_sent_when_its_dates_are_over(
    session: Session, hub: Hub, published: Listings, publisher: Actor, now: datetime
) -> None:
    """It may go while the event would take place, not the day after."""
    listing = published(occurrences=on(1))
    (row,) = listing.occurrences
    cancel(session, listing, reason="荒天のため", by=publisher, now=now)
    made = compose_notice(
        session, hub, listing, dates=[row], reason="荒天のため", by=publisher, now=now
    )
    over = row.starts_at + timedelta(days=1)
    with pytest.raises(NoticeOverError, match="もう終わりました"):
        approve(session, made, version=made.version, by=publisher, now=over)
    meanwhile = row.starts_at + timedelta(minutes=10)
    sent = approve(session, made, version=made.version, by=publisher, now=meanwhile)
    assert sent.send_at == meanwhile


@pytest.mark.parametrize(("outlets", "is_refused"), [(("line", "email"), True), (("line",), False)])
def test_a_notice_by_mail_needs_a_sender_too(  # noqa: PLR0917 - fixtures
    session: Session,
    hub: Hub,
    published: Listings,
    reader: Readers,
    publisher: Actor,
    now: datetime,
    outlets: tuple[str, ...],
    *,
    is_refused: bool,
) -> None:
    listing = published(occurrences=on(1), outlets=outlets)
    dates = list(listing.occurrences)
    reader(channels=("email",))
    cancel(session, listing, reason="荒天のため", by=publisher, now=now)
    hub.postal_address = ""
    made = compose_notice(
        session, hub, listing, dates=dates, reason="荒天のため", by=publisher, now=now
    )
    if is_refused:
        with pytest.raises(MailNotReadyError, match="1人"):
            approve(session, made, version=made.version, by=publisher, now=now)
    else:
        approve(session, made, version=made.version, by=publisher, now=now)
        assert made.state is EditionState.APPROVED


def test_an_old_page_cannot_approve(
    session: Session, published: Listings, draft: Draft, publisher: Actor, now: datetime
) -> None:
    published(occurrences=on(1))
    made = draft()
    with pytest.raises(StaleEditionError):
        approve(session, made, version=made.version - 1, by=publisher, now=now)
