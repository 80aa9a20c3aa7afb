"""What a returned mail says, in the few words the rest of the house needs."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["hard", "soft", "mailbox_full", "complaint", "vacation", "none"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What became of one recipient; ``status`` is an RFC 3463 code or empty."""

    recipient: str
    kind: Kind
    reason_key: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class BounceVerdict:
    """One returned mail, read.

    ``kind`` speaks for the whole mail: when its recipients fared differently it is the mildest
    of them, and ``refusals`` keeps each apart. ``sentence`` is for staff and holds no address.
    ``original_message_id`` and ``verp`` (the address the mail came back to) are empty when the
    mail does not tell them.
    """

    kind: Kind
    recipients: tuple[str, ...] = ()
    status: str = ""
    reason_key: str = ""
    sentence: str = ""
    original_message_id: str = ""
    verp: str = ""
    refusals: tuple[Refusal, ...] = ()
