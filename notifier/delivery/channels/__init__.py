"""The ways an edition reaches people; one file each, one line here."""

from notifier.delivery.channel import Channel
from notifier.delivery.channels import email, line

CHANNELS: dict[str, Channel] = {
    email.KEY: email,
    line.KEY: line,
}

__all__ = ["CHANNELS"]
