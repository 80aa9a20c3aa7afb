"""Returned mails, complaints and automatic replies, read into one verdict. Pure, no database.

The order is by trust: the machine-readable report (RFC 3464, RFC 5965), then what the postmaster
wrote. An address is called dead only on a final refusal that names nobody else to blame; a full
mailbox, a filter, a delay and whatever was not understood leave it alive.
"""

from notifier.mailroom.bounce_reading.read_bounce import read_bounce
from notifier.mailroom.bounce_reading.read_refusal import read_refusal
from notifier.mailroom.bounce_reading.verdict import BounceVerdict, Kind, Refusal
from notifier.mailroom.bounce_reading.words import sentence_of

__all__ = ["BounceVerdict", "Kind", "Refusal", "read_bounce", "read_refusal", "sentence_of"]
