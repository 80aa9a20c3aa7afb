"""Staff, their roles and rights, invitations and signing in."""

from notifier.accounts.models import (
    Invitation,
    Membership,
    Role,
    Staff,
)
from notifier.accounts.queries import (
    StaffLine,
    StaffNotFoundError,
    find_staff,
    membership_of,
    open_invitations,
    role_in,
    roles_of,
    staff_actor,
    staff_by_email,
    staff_of,
)
from notifier.accounts.rights import RIGHTS, ROLE_NAMES, Right, may

__all__ = [
    "RIGHTS",
    "ROLE_NAMES",
    "Invitation",
    "Membership",
    "Right",
    "Role",
    "Staff",
    "StaffLine",
    "StaffNotFoundError",
    "find_staff",
    "may",
    "membership_of",
    "open_invitations",
    "role_in",
    "roles_of",
    "staff_actor",
    "staff_by_email",
    "staff_of",
]
