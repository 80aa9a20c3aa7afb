"""The address a returned mail comes back to: it names the delivery and proves we wrote it. Pure.

Each mail has an envelope sender of its own (VERP), so that even a returned mail that names nobody
tells whom it is about. The keyed mark keeps strangers from returning mails we never sent.
"""

import re

from notifier.kit import tokens

BOX = "bounce"
MARK_LENGTH = 12  # 48 bits: guessing one right costs more mails than anybody returns
SHAPE = re.compile(rf"{BOX}\+(\d{{1,15}})-([0-9a-f]{{{MARK_LENGTH}}})@[^@\s]+", re.IGNORECASE)


def bounce_address(mail_from: str, delivery_id: int, key: str) -> str:
    """``bounce+<id>-<mark>@domain of mail_from``; digits and lower case letters only."""
    domain = mail_from.rpartition("@")[2]
    return f"{BOX}+{delivery_id}-{_mark(delivery_id, key)}@{domain}"


def read_bounce_address(address: str, key: str) -> int | None:
    """The delivery such an address was made for; None when it is not one of ours.

    Mail servers may change the case of an address, so case is not looked at.
    """
    found = SHAPE.fullmatch(address.strip().strip("<>"))
    if found is None:
        return None
    delivery_id = int(found.group(1))
    return delivery_id if tokens.same(found.group(2).lower(), _mark(delivery_id, key)) else None


def _mark(delivery_id: int, key: str) -> str:
    return tokens.keyed_hash(str(delivery_id), purpose="bounce", key=key)[:MARK_LENGTH]
