"""Staff, their roles and rights, invitations and signing in.

Passwords are argon2id, invitations are single-use, and roles are read anew on each request.
"""

from notifier.accounts.accept_invitation import BadNameError, NotYoursError, accept_invitation
from notifier.accounts.change_password import change_password
from notifier.accounts.change_role import change_role
from notifier.accounts.end_membership import end_membership
from notifier.accounts.find_invitation import (
    InvitationEndedError,
    OpenInvitation,
    find_invitation,
)
from notifier.accounts.invite import AlreadyStaffError, invitation_url, invite
from notifier.accounts.last_admin import LastAdminError
from notifier.accounts.models import (
    Invitation,
    Membership,
    Role,
    Staff,
)
from notifier.accounts.passwords import WeakPasswordError
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
from notifier.accounts.renew_invitation import renew_invitation
from notifier.accounts.revoke_invitation import InvitationNotFoundError, revoke_invitation
from notifier.accounts.rights import RIGHTS, ROLE_NAMES, Right, may
from notifier.accounts.sign_in import (
    NoHubError,
    TooManySignInsError,
    WrongPasswordError,
    sign_in,
)

__all__ = [
    "RIGHTS",
    "ROLE_NAMES",
    "AlreadyStaffError",
    "BadNameError",
    "Invitation",
    "InvitationEndedError",
    "InvitationNotFoundError",
    "LastAdminError",
    "Membership",
    "NoHubError",
    "NotYoursError",
    "OpenInvitation",
    "Right",
    "Role",
    "Staff",
    "StaffLine",
    "StaffNotFoundError",
    "TooManySignInsError",
    "WeakPasswordError",
    "WrongPasswordError",
    "accept_invitation",
    "change_password",
    "change_role",
    "end_membership",
    "find_invitation",
    "find_staff",
    "invitation_url",
    "invite",
    "may",
    "membership_of",
    "open_invitations",
    "renew_invitation",
    "revoke_invitation",
    "role_in",
    "roles_of",
    "sign_in",
    "staff_actor",
    "staff_by_email",
    "staff_of",
]
