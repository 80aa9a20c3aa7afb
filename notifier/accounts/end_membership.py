"""End somebody's work in a hub, at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.last_admin import keep_an_admin
from notifier.accounts.models import Staff
from notifier.accounts.queries import membership_of
from notifier.hubs import Hub


def end_membership(
    session: Session, hub: Hub, staff_id: int, *, by: audit.Actor, now: datetime
) -> None:
    """End the membership; what the person did stays in the trail under their name.

    Roles are read anew on each request, so open pages end with it. Raises ``StaffNotFoundError``
    or ``LastAdminError``.
    """
    found = membership_of(session, hub.id, staff_id)
    keep_an_admin(session, found)
    found.ended_at = now
    session.flush()
    person = session.get_one(Staff, staff_id)
    audit.write(
        session,
        f"{by.label}が{person.name}さんを、この拠点のスタッフから外しました。",
        verb="staff.end",
        subject=("staff", staff_id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
