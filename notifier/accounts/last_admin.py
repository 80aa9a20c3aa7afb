"""A hub never loses its last admin: nobody could invite the next one."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.accounts.models import Membership, Role
from notifier.kit.errors import ConflictError


class LastAdminError(ConflictError):
    """The hub would be left without an admin."""


def keep_an_admin(session: Session, leaving: Membership) -> None:
    """Raise ``LastAdminError`` when ``leaving`` is the only admin of its hub."""
    if leaving.role != Role.ADMIN:
        return
    others = session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.hub_id == leaving.hub_id,
            Membership.role == Role.ADMIN,
            Membership.ended_at.is_(None),
            Membership.id != leaving.id,
        )
    )
    if not others:
        raise LastAdminError(
            "この方は、この拠点でただ一人の管理者です。先に、ほかの方を管理者にしてください。"
        )
