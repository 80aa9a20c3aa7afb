"""Automatic replies (RFC 3834): the mail did arrive, its reader is only away."""

import re

from notifier.mailroom.bounce_reading.letter import Letter

SAYS_AUTOMATIC = re.compile(
    r"^\s*(?:auto(?:matic(?:ally)?|mated)?[ -]?(?:reply|response|replied|generated)?\s*(?:[:：\]]|reply|response)|"
    r"out of (?:the )?office|\[?(?:自動)(?:返信|応答|送信))",
    re.IGNORECASE,
)
SAYS_AWAY = re.compile(
    r"^\s*(?:vacation|away from|on (?:vacation|leave|holiday)|abwesen|不在|休暇)", re.IGNORECASE
)


def is_automatic_reply(letter: Letter) -> bool:
    """Whether a person's mailbox, not a mail system, answered by itself."""
    return says_automatic(letter) or bool(SAYS_AWAY.search(letter.header("Subject")))


def says_automatic(letter: Letter) -> bool:
    """Whether it says so in words no person begins a letter of their own with."""
    automatic = letter.header("Auto-Submitted").lower()
    if automatic.startswith("auto-replied"):
        return True
    if any(
        letter.message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
    ):
        return True
    return bool(SAYS_AUTOMATIC.search(letter.header("Subject")))
