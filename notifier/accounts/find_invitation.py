"""Look at an invitation by its token, without using it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts.models import Invitation, Staff
from notifier.hubs import Hub, get_hub
from notifier.kit import tokens
from notifier.kit.errors import ExpiredLinkError


class InvitationEndedError(ExpiredLinkError):
    """The link was never ours, was used, was taken back, or is too old.

    ``may_renew`` says that a new one may be asked for with the old one.
    """

    def __init__(self, message: str, *, was_used: bool = False, may_renew: bool = False) -> None:
        super().__init__(message)
        self.was_used = was_used
        self.may_renew = may_renew


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can be accepted; ``has_account``: this address signs in already."""

    invitation: Invitation
    hub: Hub
    has_account: bool


def find_invitation(session: Session, token: str, *, now: datetime) -> OpenInvitation:
    """The open invitation of ``token``. Raises ``InvitationEndedError``."""
    found = session.scalar(
        select(Invitation).where(Invitation.token_hash == tokens.hash_token(token))
    )
    if found is None or found.revoked_at is not None:
        raise InvitationEndedError(
            "この招待のリンクは使えません。新しい招待が出ているか、取り消されています。"
        )
    if found.used_at is not None:
        raise InvitationEndedError(
            "この招待は、もう使われています。ご本人ならサインインへお進みください。", was_used=True
        )
    if found.expires_at <= now:
        raise InvitationEndedError("この招待は、期限がすぎています。", may_renew=True)
    known = session.scalar(select(Staff.id).where(Staff.email == found.email))
    return OpenInvitation(found, get_hub(session, found.hub_id), known is not None)
