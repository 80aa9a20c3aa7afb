"""Strike out how somebody was reached: a slip of the pen, or a person who left."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.models import Contact, Group


def remove_contact(
    session: Session, group: Group, contact: Contact, *, by: audit.Actor, now: datetime
) -> None:
    """The row is deleted, not ended: a private address is kept no longer than it is needed."""
    label = contact.label
    session.delete(contact)
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{group.name}」の連絡先（{label}）を外しました。",
        verb="remove_contact",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=by,
        now=now,
    )
