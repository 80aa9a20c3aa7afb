"""A single mail: its words, and the finished message made of them; pure."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from notifier.kit.text import one_line
from notifier.mailroom.mail_address import written

MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Mail:
    """The words of one mail. ``kind`` names what it is for ("opt_in", "invitation", …)."""

    kind: str
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom, when, and a stable id a receiver can recognise a twin by.

    ``reply_to`` is where answers belong when not to the sender.
    """

    sender: str
    sender_name: str
    recipient: str
    message_key: str
    at: datetime
    reply_to: str = ""


def build_message(mail: Mail, envelope: Envelope) -> bytes:
    """The message as bytes for the wire: plain part first, Japanese in UTF-8."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(envelope.sender, envelope.sender_name)
    message["To"] = written(envelope.recipient)
    if envelope.reply_to and envelope.reply_to != envelope.sender:
        message["Reply-To"] = written(envelope.reply_to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{envelope.message_key}@{envelope.sender.rpartition('@')[2]}>"
    # A machine's own mail must not be answered by other machines (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "ja"
    message.set_content(mail.text, charset="utf-8", cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="base64")
    return message.as_bytes()


def envelope_address(email: str) -> str:
    """The address as SMTP wants it in MAIL FROM and RCPT TO."""
    return written(email)


def _address(email: str, name: str) -> Address:
    local, _, domain = email.rpartition("@")
    return Address(display_name=one_line(name)[:MAX_NAME], username=local, domain=domain)
