"""Invitations: one link, one person, once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import accounts, audit
from notifier.accounts import InvitationEndedError, Role
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError
from notifier.mailroom import OutboxMessage

PASSWORD = "さくらとひろばと水曜日"


def _invite(
    session: Session, hub: Hub, by: Actor, now: datetime, email: str = "a@example.jp"
) -> str:
    return accounts.invite(session, hub, email=email, role="editor", by=by, now=now)[1]


def test_an_invitation_makes_a_person_with_a_role(
    session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
) -> None:
    token = _invite(session, hub, machine, now, "Ａ@Example.jp")

    staff = accounts.accept_invitation(session, token, name="編集A", password=PASSWORD, now=now)

    assert (staff.email, staff.name) == ("a@example.jp", "編集A")
    assert accounts.role_in(session, staff.id, hub.id) is Role.EDITOR
    assert accounts.role_in(session, staff.id, other_hub.id) is None
    assert staff.password_hash.startswith("$argon2id$")
    sentences = " ".join(entry.sentence for entry in audit.latest(session, hub.id))
    assert "編集Aさんが招待を受け" in sentences
    assert "a@example.jp" not in sentences


def test_the_token_is_stored_hashed_and_the_mail_carries_the_link(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    made, token = accounts.invite(
        session, hub, email="a@example.jp", role="admin", by=machine, now=now
    )

    assert token not in made.token_hash
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.recipient, mail.hub_id) == ("a@example.jp", hub.id)
    assert accounts.invitation_url(token) in mail.body["text"]
    assert "11月27日(金) 12:00" in mail.body["text"]


def test_a_hub_that_cannot_send_mail_queues_none(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    hub.mail_from = ""
    _invite(session, hub, machine, now)

    assert session.scalars(select(OutboxMessage)).all() == []


def test_it_is_used_once(session: Session, hub: Hub, machine: Actor, now: datetime) -> None:
    token = _invite(session, hub, machine, now)
    accounts.accept_invitation(session, token, name="A", password=PASSWORD, now=now)

    with pytest.raises(InvitationEndedError) as ended:
        accounts.accept_invitation(session, token, name="B", password=PASSWORD, now=now)
    assert ended.value.was_used


def test_it_grows_old_and_can_be_renewed_twice_a_day(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    token = _invite(session, hub, machine, now)
    later = now + timedelta(days=7)

    with pytest.raises(InvitationEndedError) as ended:
        accounts.find_invitation(session, token, now=later)
    assert ended.value.may_renew
    assert accounts.renew_invitation(session, token, now=later)
    assert len(accounts.open_invitations(session, hub.id, now=later)) == 1

    assert not accounts.renew_invitation(session, "no-such-token", now=later)
    assert not accounts.renew_invitation(session, token, now=now)


def test_renewing_is_capped(session: Session, hub: Hub, machine: Actor, now: datetime) -> None:
    token = _invite(session, hub, machine, now)
    answers = []
    for _ in range(3):
        later = now + timedelta(days=30)
        session.execute(accounts.Invitation.__table__.update().values(revoked_at=None))
        answers.append(accounts.renew_invitation(session, token, now=later))

    assert answers == [True, True, False]


def test_a_newer_invitation_ends_the_older(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    old = _invite(session, hub, machine, now)
    _invite(session, hub, machine, now)

    with pytest.raises(InvitationEndedError):
        accounts.find_invitation(session, old, now=now)


def test_taken_back(
    session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
) -> None:
    made, token = accounts.invite(
        session, hub, email="a@example.jp", role="editor", by=machine, now=now
    )
    with pytest.raises(accounts.InvitationNotFoundError):
        accounts.revoke_invitation(session, other_hub, made.id, by=machine, now=now)

    accounts.revoke_invitation(session, hub, made.id, by=machine, now=now)

    with pytest.raises(InvitationEndedError):
        accounts.accept_invitation(session, token, name="A", password=PASSWORD, now=now)


def test_who_holds_a_link_cannot_take_over_an_account(
    session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
) -> None:
    first = _invite(session, hub, machine, now)
    staff = accounts.accept_invitation(session, first, name="A", password=PASSWORD, now=now)
    hash_before = staff.password_hash
    second = _invite(session, other_hub, machine, now)

    with pytest.raises(accounts.NotYoursError):
        accounts.accept_invitation(session, second, name="X", password="another password", now=now)
    same = accounts.accept_invitation(session, second, name="X", password=PASSWORD, now=now)

    assert (same.id, same.name, same.password_hash) == (staff.id, "A", hash_before)
    assert [hub.slug for hub, _ in accounts.roles_of(session, staff.id)] == ["kohoku", "nishi"]


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "xx-operator-12", "あ" * 201])
def test_weak_passwords_are_refused(
    session: Session, hub: Hub, machine: Actor, now: datetime, password: str
) -> None:
    token = _invite(session, hub, machine, now, "operator@example.jp")

    with pytest.raises(accounts.WeakPasswordError):
        accounts.accept_invitation(session, token, name="A", password=password, now=now)


def test_no_name_and_no_address(session: Session, hub: Hub, machine: Actor, now: datetime) -> None:
    token = _invite(session, hub, machine, now)
    with pytest.raises(accounts.BadNameError):
        accounts.accept_invitation(session, token, name=" ", password=PASSWORD, now=now)
    with pytest.raises(BadInputError):
        _invite(session, hub, machine, now, "no address")


def test_staff_are_not_invited_again(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    token = _invite(session, hub, machine, now)
    accounts.accept_invitation(session, token, name="A", password=PASSWORD, now=now)

    with pytest.raises(accounts.AlreadyStaffError):
        _invite(session, hub, machine, now)
