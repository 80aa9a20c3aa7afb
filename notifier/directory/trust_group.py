"""Trust a group: what it sends and nothing is found in may be approved together with others.

Trust publishes nothing by itself: a named person still decides, and what the checks find is still
asked about. It counts for senders who proved that they are the group, never for its mere name.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.models import Group


def trust_group(session: Session, group: Group, *, by: audit.Actor, now: datetime) -> bool:
    """Whether the group became trusted by this; False when it was already."""
    if group.is_trusted:
        return False
    group.is_trusted = True
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{group.name}」を、信頼する団体にしました。",
        verb="trust_group",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=by,
        now=now,
    )
    return True
