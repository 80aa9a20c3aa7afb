"""Take an invitation back before it is used."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.models import Invitation
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError


class InvitationNotFoundError(NotFoundError):
    """No open invitation with this id in this hub."""


def revoke_invitation(
    session: Session, hub: Hub, invitation_id: int, *, by: audit.Actor, now: datetime
) -> None:
    """End an open invitation of ``hub``. Raises ``InvitationNotFoundError``."""
    ended = session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.hub_id == hub.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(Invitation.id)
    )
    if ended is None:
        raise InvitationNotFoundError("この招待は見つからないか、もう使われています。")
    audit.write(
        session,
        f"{by.label}が招待を1件取り消しました。",
        verb="staff.revoke_invitation",
        subject=("invitation", invitation_id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
