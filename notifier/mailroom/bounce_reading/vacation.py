"""Automatic replies (RFC 3834): the mail did arrive, its reader is only away."""

import re

from notifier.mailroom.bounce_reading.letter import Letter

SUBJECT = re.compile(
    r"^\s*(?:auto(?:matic(?:ally)?|mated)?[ -]?(?:reply|response|replied|generated)?\s*(?:[:：\]]|reply|response)|"
    r"out of (?:the )?office|vacation|away from|on (?:vacation|leave|holiday)|abwesen|"
    r"\[?(?:自動)(?:返信|応答|送信)|不在|休暇)",
    re.IGNORECASE,
)


def is_automatic_reply(letter: Letter) -> bool:
    """Whether a person's mailbox, not a mail system, answered by itself."""
    automatic = letter.header("Auto-Submitted").lower()
    if automatic.startswith("auto-replied"):
        return True
    if any(
        letter.message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
    ):
        return True
    return bool(SUBJECT.search(letter.header("Subject")))
