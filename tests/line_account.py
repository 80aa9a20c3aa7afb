"""A hub's account at LINE, as most tests need it: the row alone, nobody behind it."""

from sqlalchemy.orm import Session

from notifier.hubs import ChannelPurpose, Hub, LineChannel
from notifier.kit import crypto

SECRET = "0123456789abcdef0123456789abcdef"
_NUMBERS = {ChannelPurpose.READERS: 1, ChannelPurpose.GROUPS: 2}


def add_line_channel(session: Session, hub: Hub, purpose: ChannelPurpose) -> LineChannel:
    """The hub's account for readers or for groups, stored and committed."""
    made = LineChannel(
        hub_id=hub.id,
        purpose=purpose,
        channel_id=f"165{hub.id:06d}{_NUMBERS[purpose]}",
        sealed_secret=crypto.seal(SECRET),
    )
    session.add(made)
    session.commit()
    return made
