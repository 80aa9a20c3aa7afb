"""Find the group a name means; an unknown organiser stays text until staff make it a group."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory.models import Group
from notifier.kit import text


def find_group(session: Session, hub_id: int, name: str) -> Group | None:
    """The group of this hub whose folded name is exactly that of ``name``; no likeness."""
    folded = text.fold(name)
    if not folded:
        return None
    return session.scalars(
        select(Group)
        .where(Group.hub_id == hub_id, Group.folded_name == folded, Group.ended_at.is_(None))
        .order_by(Group.id)
        .limit(1)
    ).first()
