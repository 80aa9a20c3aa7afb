"""Reads of staff, memberships and invitations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts.models import Invitation, Membership, Role, Staff
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError


class StaffNotFoundError(NotFoundError):
    """No such person works in this hub."""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One line of the staff list."""

    staff: Staff
    role: Role
    since: datetime


def roles_of(session: Session, staff_id: int) -> list[tuple[Hub, Role]]:
    """Every hub a person works in now, with the role there, by the hub's name."""
    rows = session.execute(
        select(Hub, Membership.role)
        .join(Membership, Membership.hub_id == Hub.id)
        .where(Membership.staff_id == staff_id, Membership.ended_at.is_(None))
        .order_by(Hub.name, Hub.id)
    )
    return [(hub, role) for hub, role in rows]


def role_in(session: Session, staff_id: int, hub_id: int) -> Role | None:
    """A person's role in one hub now, or ``None``."""
    return session.scalar(
        select(Membership.role).where(
            Membership.staff_id == staff_id,
            Membership.hub_id == hub_id,
            Membership.ended_at.is_(None),
        )
    )


def staff_of(session: Session, hub_id: int) -> list[StaffLine]:
    """Everybody who works in the hub now."""
    rows = session.execute(
        select(Staff, Membership.role, Membership.created_at)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.hub_id == hub_id, Membership.ended_at.is_(None))
        .order_by(Membership.created_at, Staff.id)
    )
    return [StaffLine(staff, role, since) for staff, role, since in rows]


def open_invitations(session: Session, hub_id: int, *, now: datetime) -> list[Invitation]:
    """Invitations of the hub that can still be accepted, newest first."""
    rows = session.scalars(
        select(Invitation)
        .where(
            Invitation.hub_id == hub_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    )
    return list(rows)


def find_staff(session: Session, staff_id: int) -> Staff | None:
    """A person by id, whatever the hub; for the session cookie only."""
    return session.get(Staff, staff_id)


def membership_of(session: Session, hub_id: int, staff_id: int) -> Membership:
    """A person's present membership in the hub. Raises ``StaffNotFoundError``."""
    found = session.scalar(
        select(Membership).where(
            Membership.hub_id == hub_id,
            Membership.staff_id == staff_id,
            Membership.ended_at.is_(None),
        )
    )
    if found is None:
        raise StaffNotFoundError("この拠点のスタッフに見つかりません。")
    return found


def staff_by_email(session: Session, hub_id: int, email: str) -> Staff | None:
    """The person with this address if they work in the hub now (``--by EMAIL`` of commands)."""
    return session.scalar(
        select(Staff)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(
            Staff.email == email.strip().lower(),
            Membership.hub_id == hub_id,
            Membership.ended_at.is_(None),
        )
    )


def staff_actor(staff: Staff) -> Actor:
    """The person as the trail names them; only such an actor counts as a person."""
    return Actor("staff", staff.name, str(staff.id))
