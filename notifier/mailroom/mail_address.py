"""Mail addresses as people type them, in the one form they are stored and compared in.

Addresses given out by Japanese mobile carriers before 2009 may break RFC 5321 (``abc..def@`` or
``abc.@``); their owners cannot help it, so they are taken, and quoted when they are written.
"""

import re

from email_validator import EmailNotValidError, validate_email

from notifier.kit.errors import BadInputError
from notifier.kit.text import half

MAX_LENGTH = 254
CARRIER_DOMAINS = (
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "vodafone.ne.jp",
    "disney.ne.jp",
    "willcom.com",
    "pdx.ne.jp",
)
_OLD_LOCAL_PART = re.compile(r"[a-z0-9_+-][a-z0-9_.+-]{0,62}")


class BadAddressError(BadInputError):
    """What was typed is no mail address."""


def normalise(email: str) -> str:
    """``email`` with half-width letters, in lower case; ``BadAddressError`` when it is none.

    Case of the local part is folded too: no Japanese provider tells it apart, and two rows for
    one mailbox would mean two mails.
    """
    typed = half(email).lower()
    local, _, domain = typed.rpartition("@")
    if _is_old_carrier(local, domain):
        return typed
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddressError(
            "メールアドレスの形になっていません。「name@example.jp」のように、もう一度入れてください。",
            field="email",
        ) from error
    return (found.ascii_email or found.normalized).lower()


def written(email: str) -> str:
    """The address as it may stand in an envelope or a header: an irregular local part quoted."""
    local, _, domain = email.rpartition("@")
    if ".." in local or local.startswith(".") or local.endswith("."):
        return f'"{local}"@{domain}'
    return email


def _is_old_carrier(local: str, domain: str) -> bool:
    if len(local) + len(domain) >= MAX_LENGTH or not _OLD_LOCAL_PART.fullmatch(local):
        return False
    if not any(domain == known or domain.endswith(f".{known}") for known in CARRIER_DOMAINS):
        return False
    labels = domain.removesuffix(".ne.jp").split(".")
    return all(re.fullmatch(r"[a-z0-9-]{1,63}", label) for label in labels)
