"""Accept an invitation: a membership, and for somebody new an account."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.find_invitation import InvitationEndedError, find_invitation
from notifier.accounts.models import Invitation, Membership, Staff
from notifier.accounts.passwords import check_new_password, hash_password, verify_password
from notifier.accounts.queries import staff_actor
from notifier.accounts.rights import ROLE_NAMES
from notifier.accounts.sign_in import count_try
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line

MAX_NAME = 60


class BadNameError(BadInputError):
    """No name, or too long a one."""


class NotYoursError(BadInputError):
    """The address has an account and the password typed is not its."""


def accept_invitation(
    session: Session, token: str, *, name: str, password: str, now: datetime
) -> Staff:
    """Use the invitation once and give back the person.

    Somebody who has an account proves it with the present password (``name`` is not used then):
    whoever holds the link could otherwise take the account over. These tries count as those of
    signing in do; the caller commits all the same. Raises ``InvitationEndedError``,
    ``WeakPasswordError``, ``BadNameError``, ``NotYoursError`` or ``TooManySignInsError``.
    """
    found = find_invitation(session, token, now=now)
    staff = session.scalar(select(Staff).where(Staff.email == found.invitation.email))
    if staff is None:
        staff = _new_staff(session, found.invitation, name, password, now)
    else:
        count_try(session, staff.email, now=now)
        if not verify_password(password, staff.password_hash)[0]:
            raise NotYoursError(
                "パスワードが違います。いまお使いのパスワードを入れてください。", field="password"
            )
    _use_once(session, found.invitation, now)
    _join(session, found.invitation, staff, now)
    audit.write(
        session,
        f"{staff.name}さんが招待を受け、「{ROLE_NAMES[found.invitation.role]}」になりました。",
        verb="staff.join",
        subject=("staff", staff.id),
        hub_id=found.hub.id,
        by=staff_actor(staff),
        now=now,
    )
    return staff


def _new_staff(
    session: Session, invitation: Invitation, name: str, password: str, now: datetime
) -> Staff:
    clean = one_line(name)
    if not clean or len(clean) > MAX_NAME:
        raise BadNameError(f"お名前を1〜{MAX_NAME}文字で入れてください。", field="name")
    checked = check_new_password(password, email=invitation.email)
    staff = Staff(
        email=invitation.email, name=clean, password_hash=hash_password(checked), created_at=now
    )
    session.add(staff)
    session.flush()
    return staff


def _use_once(session: Session, invitation: Invitation, now: datetime) -> None:
    """Of two browsers with the same link exactly one gets through."""
    won = session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(used_at=now)
        .returning(Invitation.id)
    )
    if won is None:
        raise InvitationEndedError("この招待は、たったいま使われました。", was_used=True)


def _join(session: Session, invitation: Invitation, staff: Staff, now: datetime) -> None:
    past = session.scalar(
        select(Membership).where(
            Membership.hub_id == invitation.hub_id, Membership.staff_id == staff.id
        )
    )
    if past is None:
        past = Membership(hub_id=invitation.hub_id, staff_id=staff.id)
        session.add(past)
    past.role, past.created_at, past.ended_at = invitation.role, now, None
    session.flush()
