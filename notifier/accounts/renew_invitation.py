"""Ask for a new invitation with an old link."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.find_invitation import InvitationEndedError, find_invitation
from notifier.accounts.invite import invite
from notifier.accounts.models import Invitation
from notifier.hubs import get_hub
from notifier.kit import tokens
from notifier.mailroom import allow

A_DAY = timedelta(days=1)
MAILS_A_DAY = 2


def renew_invitation(session: Session, token: str, *, now: datetime) -> bool:
    """Send a new link to the invited address when the old one only grew old.

    Nothing is said about used, withdrawn or unknown links, and never where the mail went: the
    page answers the same. The result is for tests and logs.
    """
    try:
        find_invitation(session, token, now=now)
    except InvitationEndedError as ended:
        if not ended.may_renew:
            return False
    else:
        return False
    old = session.scalar(
        select(Invitation).where(Invitation.token_hash == tokens.hash_token(token))
    )
    if old is None or not _calm(session, old, now):
        return False
    hub = get_hub(session, old.hub_id)
    by = audit.Actor("machine", "招待された方の申し込み", "renew_invitation")
    invite(session, hub, email=old.email, role=old.role, by=by, now=now)
    return bool(hub.mail_from)


def _calm(session: Session, old: Invitation, now: datetime) -> bool:
    return allow(
        session,
        purpose="invitation-renewal",
        key=f"{old.hub_id}:{old.email}",
        limit=MAILS_A_DAY,
        window=A_DAY,
        now=now,
    )
