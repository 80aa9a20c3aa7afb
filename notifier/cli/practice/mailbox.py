"""What lies in the practice mailbox."""

import re
from pathlib import Path

from notifier.cli.practice.browser import WalkError
from notifier.simulator import Mail, list_mails, read_mail

ALL = 100_000


def mails_to(mail_dir: Path, address: str) -> list[Mail]:
    """The mails to one address, newest first."""
    if not mail_dir.exists():
        return []
    return [read_mail(mail_dir, head.key) for head in list_mails(mail_dir, to=address)]


def recipients(mail_dir: Path, subject_part: str) -> list[str]:
    """Who got mails whose subject holds ``subject_part``, one entry per mail."""
    heads = list_mails(mail_dir, limit=ALL) if mail_dir.exists() else []
    return sorted(head.to for head in heads if subject_part in head.subject)


def link_in(mail: Mail, part: str) -> str:
    """The path of the first link of a mail that holds ``part``."""
    found = re.search(rf"https?://[^/\s]+(/\S*{re.escape(part)}\S+)", mail.plain)
    if found is None:
        raise WalkError(f"no link with {part} in the mail")
    return found[1]
