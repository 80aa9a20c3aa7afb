"""Signing in, passwords, and the caps."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notifier import accounts, audit
from notifier.accounts import Staff
from notifier.audit import Actor
from notifier.hubs import Hub

PASSWORD = "さくらとひろばと水曜日"


@pytest.fixture
def staff(session: Session, hub: Hub, machine: Actor, now: datetime) -> Staff:
    """An admin of the hub."""
    _, token = accounts.invite(
        session, hub, email="a@example.jp", role="admin", by=machine, now=now
    )
    return accounts.accept_invitation(session, token, name="管理A", password=PASSWORD, now=now)


def _try(
    session: Session, now: datetime, email: str = "a@example.jp", password: str = PASSWORD
) -> Staff:
    return accounts.sign_in(session, email=email, password=password, ip="192.0.2.1", now=now)


def test_the_right_password_signs_in(
    session: Session, staff: Staff, hub: Hub, now: datetime
) -> None:
    assert _try(session, now, "A@example.jp ") is staff
    assert staff.last_sign_in_at == now
    assert audit.latest(session, hub.id)[0].sentence == "管理Aさんがサインインしました。"


def test_unknown_address_and_wrong_password_get_the_same_answer(
    session: Session, staff: Staff, now: datetime
) -> None:
    answers = set()
    for email, password in (
        (staff.email, "wrong password"),
        ("nobody@example.jp", PASSWORD),
        ("no address", PASSWORD),
        (staff.email, ""),
    ):
        with pytest.raises(accounts.WrongPasswordError) as refused:
            _try(session, now, email, password)
        answers.add((str(refused.value), refused.value.field))

    assert len(answers) == 1


def test_after_ten_tries_even_the_right_password_waits(
    session: Session, staff: Staff, now: datetime
) -> None:
    for _ in range(10):
        with pytest.raises(accounts.WrongPasswordError):
            _try(session, now, password="wrong password")

    with pytest.raises(accounts.TooManySignInsError):
        _try(session, now)
    assert _try(session, now + timedelta(minutes=15)) is staff


def test_one_place_cannot_try_many_addresses(session: Session, now: datetime) -> None:
    for number in range(60):
        with pytest.raises(accounts.WrongPasswordError):
            _try(session, now, f"n{number}@example.jp")

    with pytest.raises(accounts.TooManySignInsError):
        _try(session, now, "another@example.jp")


def test_who_works_nowhere_is_told_so(
    session: Session, staff: Staff, hub: Hub, machine: Actor, now: datetime
) -> None:
    _, token = accounts.invite(
        session, hub, email="b@example.jp", role="admin", by=machine, now=now
    )
    accounts.accept_invitation(session, token, name="管理B", password=PASSWORD, now=now)
    accounts.end_membership(session, hub, staff.id, by=machine, now=now)

    with pytest.raises(accounts.NoHubError):
        _try(session, now)


def test_another_password_ends_other_sessions(
    session: Session, staff: Staff, now: datetime
) -> None:
    version = staff.session_version
    new = "たんぽぽと電車と金曜日"

    with pytest.raises(accounts.WrongPasswordError):
        accounts.change_password(session, staff, old="wrong", new=new, now=now)
    with pytest.raises(accounts.WeakPasswordError):
        accounts.change_password(session, staff, old=PASSWORD, new="short", now=now)
    accounts.change_password(session, staff, old=PASSWORD, new=new, now=now)

    assert staff.session_version == version + 1
    assert _try(session, now, password=new) is staff


def test_guessing_the_present_password_is_capped(
    session: Session, staff: Staff, now: datetime
) -> None:
    for _ in range(10):
        with pytest.raises(accounts.WrongPasswordError):
            accounts.change_password(session, staff, old="wrong", new=PASSWORD, now=now)
    with pytest.raises(accounts.TooManySignInsError):
        accounts.change_password(session, staff, old=PASSWORD, new=PASSWORD, now=now)
