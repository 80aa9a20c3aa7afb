"""Seal every LINE secret anew, so that an old secret key may be dropped after a rotation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs.models import LineChannel
from notifier.kit import crypto


def reseal_secrets(session: Session) -> int:
    """Seal the secrets of all hubs' channels with the newest key; returns how many channels."""
    channels = session.scalars(select(LineChannel)).all()
    for channel in channels:
        channel.sealed_secret = _again(channel.sealed_secret)
        channel.sealed_old_secret = _again(channel.sealed_old_secret)
    session.flush()
    return len(channels)


def _again(sealed: str) -> str:
    return crypto.seal(crypto.unseal(sealed)) if sealed else ""
