"""Subscribe, confirm, follow, change, pause, leave, come back."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.audit import Actor, AuditEntry
from notifier.hubs import Hub
from notifier.kit.errors import ExpiredLinkError, NotFoundError
from notifier.mailroom import BadAddressError, OutboxMessage
from notifier.subscribers import Address, AddressState, Subscriber, SubscriberState, Wishes

READER = Actor("reader", "読者")
USER = "U" + "a" * 32


def ask(session: Session, hub: Hub, now: datetime, *, email: str = "a@example.jp") -> None:
    subscribers.subscribe(
        session, hub, email=email, wishes=Wishes(districts=("d1",)), place="web", now=now
    )


def last_token(session: Session) -> str:
    mail = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    found = re.search(r"confirm/(\S+)", mail.body["text"])
    assert found
    return found[1]


def join(session: Session, hub: Hub, now: datetime, email: str = "a@example.jp") -> Subscriber:
    ask(session, hub, now, email=email)
    return subscribers.confirm(session, hub.id, last_token(session), now=now)


def only_address(session: Session, reader: Subscriber) -> Address:
    (one,) = subscribers.addresses_of(session, reader)
    return one


def test_nothing_counts_before_the_confirmation(session: Session, hub: Hub, now: datetime) -> None:
    ask(session, hub, now)
    assert subscribers.counts(session, hub.id) == {}
    assert subscribers.profiles_in_use(session, hub.id, now=now) == []
    subscribers.confirm(session, hub.id, last_token(session), now=now)
    assert subscribers.counts(session, hub.id) == {"email": 1}
    ((profile, number),) = subscribers.profiles_in_use(session, hub.id, now=now)
    assert (profile.districts, number) == (["d1"], 1)


def test_a_link_confirms_once(session: Session, hub: Hub, now: datetime) -> None:
    join(session, hub, now)
    token = last_token(session)
    with pytest.raises(ExpiredLinkError):
        subscribers.confirm(session, hub.id, token, now=now)


def test_a_link_is_good_for_seven_days_in_its_hub(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    ask(session, hub, now)
    token = last_token(session)
    with pytest.raises(ExpiredLinkError):
        subscribers.confirm(session, other_hub.id, token, now=now)
    with pytest.raises(ExpiredLinkError):
        subscribers.confirm(session, hub.id, token, now=now + timedelta(days=7, seconds=1))
    assert subscribers.confirm(session, hub.id, token, now=now + timedelta(days=7))


def test_a_newer_mail_ends_the_older_link(session: Session, hub: Hub, now: datetime) -> None:
    ask(session, hub, now)
    old = last_token(session)
    ask(session, hub, now)
    with pytest.raises(ExpiredLinkError):
        subscribers.confirm(session, hub.id, old, now=now)
    assert subscribers.confirm(session, hub.id, last_token(session), now=now)


def test_an_address_is_one_reader_however_it_is_typed(
    session: Session, hub: Hub, now: datetime
) -> None:
    for typed in ("A@example.jp", "ａ＠example.jp"):
        ask(session, hub, now, email=typed)
    assert session.scalar(select(func.count()).select_from(Address)) == 1
    with pytest.raises(BadAddressError):
        ask(session, hub, now, email="no address")


def test_a_stranger_changes_nobodys_wishes(session: Session, hub: Hub, now: datetime) -> None:
    """Neither of an active reader nor, before the confirmation, of one who left."""
    reader = join(session, hub, now)
    subscribers.subscribe(session, hub, email="a@example.jp", wishes=Wishes(), place="web", now=now)
    assert subscribers.profile_of(session, reader).districts == ["d1"]
    subscribers.end_all(session, reader, how="test", now=now)
    subscribers.subscribe(session, hub, email="a@example.jp", wishes=Wishes(), place="web", now=now)
    assert subscribers.profile_of(session, reader).districts == ["d1"]
    assert reader.state == SubscriberState.ENDED
    subscribers.confirm(session, hub.id, last_token(session), now=now)
    assert subscribers.profile_of(session, reader).districts == []
    assert reader.state == SubscriberState.ACTIVE


def test_a_suspended_address_comes_back_by_confirming(
    session: Session, hub: Hub, now: datetime
) -> None:
    reader = join(session, hub, now)
    address = only_address(session, reader)
    subscribers.suspend(session, address, reason="宛先不明", now=now)
    assert subscribers.counts(session, hub.id) == {}
    join(session, hub, now)
    assert address.state == AddressState.ACTIVE
    assert address.reason == ""


def test_consent_is_only_ever_added(session: Session, hub: Hub, now: datetime) -> None:
    reader = join(session, hub, now)
    address = only_address(session, reader)
    subscribers.unsubscribe(session, address, how="メールのワンクリック停止", now=now)
    subscribers.unsubscribe(session, address, how="もう一度", now=now)
    subscribers.rejoin(session, reader, how="設定ページ", now=now)
    record = [(c.is_given, c.how) for c in reversed(subscribers.consents_of(session, reader))]
    assert record == [
        (True, "確認メールのリンク"),
        (False, "メールのワンクリック停止"),
        (True, "設定ページ"),
    ]
    first = subscribers.consents_of(session, reader)[-1]
    assert first.wording_version in subscribers.WORDINGS


def test_the_trail_names_no_address(session: Session, hub: Hub, now: datetime) -> None:
    reader = join(session, hub, now)
    subscribers.change_preferences(session, reader, Wishes(themes=("twins",)), by=READER, now=now)
    subscribers.end_all(session, reader, how="停止のページ", now=now)
    said = " ".join(session.scalars(select(AuditEntry.sentence)))
    assert "配信設定を変えました" in said
    assert "example.jp" not in said
    assert "twins" not in said
    assert "ふたご" not in said


def test_the_same_wishes_share_a_profile(session: Session, hub: Hub, now: datetime) -> None:
    one, two = join(session, hub, now, "a@example.jp"), join(session, hub, now, "b@example.jp")
    assert one.profile_id == two.profile_id
    subscribers.change_preferences(
        session, one, Wishes(districts=("d2", "d1", "d2")), by=READER, now=now
    )
    again = subscribers.find_or_add_profile(session, hub.id, Wishes(districts=("d1", "d2")))
    assert one.profile_id == again.id != two.profile_id


def test_a_pause_ends_by_itself(session: Session, hub: Hub, now: datetime) -> None:
    reader = join(session, hub, now)
    until = now + timedelta(weeks=2)
    subscribers.pause(session, reader, until=until, by=READER, now=now)
    assert subscribers.profiles_in_use(session, hub.id, now=now) == []
    assert len(subscribers.profiles_in_use(session, hub.id, now=until)) == 1
    assert subscribers.end_pauses(session, now=now) == 0
    assert subscribers.end_pauses(session, now=until) == 1
    session.refresh(reader)
    assert reader.state == SubscriberState.ACTIVE


def test_leaving_by_mail_keeps_line(session: Session, hub: Hub, now: datetime) -> None:
    """One person with two addresses leaves one of them."""
    reader = join(session, hub, now)
    mail = only_address(session, reader)
    friend = subscribers.follow(session, hub, user_id=USER, at=now, now=now)
    friend.address.subscriber_id = reader.id
    session.flush()
    subscribers.unsubscribe(session, mail, how="test", now=now)
    assert reader.state == SubscriberState.ACTIVE
    subscribers.unsubscribe(session, friend.address, how="test", now=now)
    assert reader.state == SubscriberState.ENDED


def test_follow_and_unfollow_go_by_their_own_time(
    session: Session, hub: Hub, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    subscribers.unfollow(session, hub, user_id=USER, at=later, now=later)
    old = subscribers.follow(session, hub, user_id=USER, at=now, now=later)
    assert not old.is_news
    assert subscribers.channel_friends(session, hub.id) == 0
    again = subscribers.follow(session, hub, user_id=USER, at=later + timedelta(hours=1), now=later)
    assert again.is_news
    assert subscribers.channel_friends(session, hub.id) == 1


def test_a_returning_friend_finds_their_choices(session: Session, hub: Hub, now: datetime) -> None:
    reader = subscribers.follow(session, hub, user_id=USER, at=now, now=now).subscriber
    subscribers.change_preferences(session, reader, Wishes(("d2",)), by=READER, now=now)
    for hour, verb in ((1, subscribers.unfollow), (2, subscribers.follow)):
        verb(session, hub, user_id=USER, at=now + timedelta(hours=hour), now=now)
    assert reader.state == SubscriberState.ACTIVE
    assert subscribers.profile_of(session, reader).districts == ["d2"]


def test_friends_are_counted_at_a_day_and_listed(session: Session, hub: Hub, now: datetime) -> None:
    for number in range(3):
        user = f"U{number:032x}"
        subscribers.follow(session, hub, user_id=user, at=now + timedelta(days=number), now=now)
    subscribers.unfollow(session, hub, user_id=f"U{0:032x}", at=now + timedelta(days=5), now=now)
    numbers = [
        len(subscribers.friend_ids(session, hub.id, at=now + timedelta(days=day)))
        for day in (-1, 0, 1, 2, 5)
    ]
    assert numbers == [0, 1, 2, 3, 2]


def test_another_hubs_reader_is_not_found(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    reader = join(session, hub, now)
    with pytest.raises(NotFoundError):
        subscribers.find_subscriber(session, other_hub.id, reader.id)
    assert subscribers.counts(session, other_hub.id) == {}
