"""Give somebody another role in a hub."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.last_admin import keep_an_admin
from notifier.accounts.models import Membership, Role, Staff
from notifier.accounts.queries import membership_of
from notifier.accounts.rights import ROLE_NAMES
from notifier.hubs import Hub


def change_role(
    session: Session, hub: Hub, staff_id: int, *, role: Role | str, by: audit.Actor, now: datetime
) -> Membership:
    """Set the role; a hub always keeps one admin. Raises ``StaffNotFoundError``, ``LastAdminError``."""
    wanted = Role(role)
    found = membership_of(session, hub.id, staff_id)
    if found.role == wanted:
        return found
    keep_an_admin(session, found)
    found.role = wanted
    session.flush()
    person = session.get_one(Staff, staff_id)
    audit.write(
        session,
        f"{by.label}が{person.name}さんの役割を「{ROLE_NAMES[wanted]}」に変えました。",
        verb="staff.role",
        subject=("staff", staff_id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return found
