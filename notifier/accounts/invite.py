"""Invite somebody to work in a hub: a one-time link, by mail and shown once to who invites."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.models import Invitation, Role
from notifier.accounts.queries import role_in, staff_by_email
from notifier.accounts.rights import ROLE_NAMES
from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit import clock, tokens
from notifier.kit.errors import BadInputError
from notifier.mailroom import mail_address, queue_mail, render_mail

LIVES = timedelta(days=7)


class AlreadyStaffError(BadInputError):
    """The person already works in this hub."""


def invite(
    session: Session, hub: Hub, *, email: str, role: Role | str, by: audit.Actor, now: datetime
) -> tuple[Invitation, str]:
    """Make an invitation and its token; earlier open ones to the same address end.

    The mail is queued when the hub can send mail. Raises ``BadAddressError`` or
    ``AlreadyStaffError``.
    """
    address = mail_address.normalise(email)
    wanted = Role(role)
    _refuse_staff(session, hub, address)
    _end_earlier(session, hub, address, now)
    token, token_hash = tokens.new_token()
    made = Invitation(
        hub_id=hub.id,
        email=address,
        role=wanted,
        token_hash=token_hash,
        created_at=now,
        expires_at=now + LIVES,
    )
    session.add(made)
    session.flush()
    _queue(session, hub, made, token, now)
    audit.write(
        session,
        f"{by.label}がスタッフを1人、「{ROLE_NAMES[wanted]}」として招待しました。",
        verb="staff.invite",
        subject=("invitation", made.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return made, token


def invitation_url(token: str) -> str:
    """The address of the page where the invitation is accepted."""
    return f"{settings().base_url}/desk/invitation/{token}"


def _refuse_staff(session: Session, hub: Hub, address: str) -> None:
    found = staff_by_email(session, hub.id, address)
    if found is not None:
        role = role_in(session, found.id, hub.id)
        raise AlreadyStaffError(
            f"この方はもう、この拠点のスタッフです（{ROLE_NAMES[role] if role else ''}）。"
            "役割は、スタッフの一覧で変えられます。",
            field="email",
        )


def _end_earlier(session: Session, hub: Hub, address: str, now: datetime) -> None:
    session.execute(
        update(Invitation)
        .where(
            Invitation.hub_id == hub.id,
            Invitation.email == address,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def _queue(session: Session, hub: Hub, made: Invitation, token: str, now: datetime) -> None:
    if not hub.mail_from:
        return
    mail = render_mail(
        "invitation",
        hub=hub,
        role=ROLE_NAMES[made.role],
        link=invitation_url(token),
        until=clock.say_moment(made.expires_at, hub.zone),
    )
    queue_mail(session, hub, to=made.email, mail=mail, dedupe_key=f"invitation:{made.id}", now=now)
