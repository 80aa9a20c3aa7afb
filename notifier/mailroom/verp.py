"""The address a returned mail comes back to: it names the delivery and proves we wrote it. Pure.

Each mail has an envelope sender of its own (VERP), so that even a returned mail that names nobody
tells whom it is about. The keyed mark keeps strangers from returning mails we never sent.
"""

import re

from notifier.kit import tokens

BOX = "bounce"
MARK_LENGTH = 12  # 48 bits: guessing one right costs more mails than anybody returns
SHAPE = re.compile(rf"{BOX}\+(\d{{1,15}})-([0-9a-f]{{{MARK_LENGTH}}})@[^@\s]+", re.IGNORECASE)


def bounce_address(mail_from: str, delivery_id: int, salt: str, key: str) -> str:
    """``bounce+<id>-<mark>@domain of mail_from``; digits and lower case letters only.

    ``salt`` is the reader's own: a delivery's number may be given again after a restore.
    """
    domain = mail_from.rpartition("@")[2]
    return f"{BOX}+{delivery_id}-{_mark(delivery_id, salt, key)}@{domain}"


def read_bounce_address(address: str) -> tuple[int, str] | None:
    """(delivery, mark) such an address names; None when it has not our form."""
    found = SHAPE.fullmatch(address.strip().strip("<>"))
    return (int(found.group(1)), found.group(2)) if found else None


def is_bounce_mark(mark: str, delivery_id: int, salt: str, key: str) -> bool:
    """Whether we made that mark for this delivery.

    Mail servers may change the case of an address, so case is not looked at.
    """
    return tokens.same(mark.lower(), _mark(delivery_id, salt, key))


def _mark(delivery_id: int, salt: str, key: str) -> str:
    return tokens.keyed_hash(f"{delivery_id}:{salt}", purpose="bounce", key=key)[:MARK_LENGTH]
