"""Staff, their roles and rights, invitations and signing in."""

from notifier.accounts.models import (
    Invitation,
    Membership,
    Role,
    Staff,
)

__all__ = [
    "Invitation",
    "Membership",
    "Role",
    "Staff",
]
