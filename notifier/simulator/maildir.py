"""Reading the Maildir our service delivers into; nothing in it is ever changed from here."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from notifier.kit.errors import NotFoundError

HEAD_BYTES = 16_384
SHOWN_HEADERS = (
    "Delivered-To",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)
WEB_ADDRESS = re.compile(r"<(https?://[^>\s]+)>")


class NoSuchMailError(NotFoundError):
    """No mail of that key in the mailbox."""


@dataclass(frozen=True, slots=True)
class MailHead:
    """One line of the mailbox."""

    key: str
    arrived_ns: int
    to: str
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, taken apart."""

    key: str
    headers: list[tuple[str, str]]
    subject: str
    to: str
    plain: str
    html: str
    attachments: list[str]
    one_click_url: str


def list_mails(mail_dir: Path, *, to: str = "", offset: int = 0, limit: int = 50) -> list[MailHead]:
    """Mails newest first; ``to`` narrows to one recipient."""
    wanted = (head for head in _heads(mail_dir) if not to or head.to.lower() == to.lower())
    return list(islice(wanted, offset, offset + limit))


def count_mails(mail_dir: Path) -> int:
    """How many mails lie in the mailbox."""
    return len(_files(mail_dir))


def read_mail(mail_dir: Path, key: str) -> Mail:
    """One mail, or ``NoSuchMailError``."""
    path = _files(mail_dir).get(key)
    if path is None:
        raise NoSuchMailError("そのメールは、練習用の郵便受けにありません。")
    message = _parse(path.read_bytes())
    return Mail(
        key=key,
        headers=[(n, str(message[n])) for n in SHOWN_HEADERS if message[n] is not None],
        subject=str(message["Subject"] or "（件名なし）"),
        to=_recipient(message),
        plain=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=[part.get_filename() or "添付" for part in message.iter_attachments()],
        one_click_url=_one_click_url(message),
    )


def _heads(mail_dir: Path) -> Iterator[MailHead]:
    files = _files(mail_dir)
    for key in sorted(files, key=_arrived, reverse=True):
        with files[key].open("rb") as file:
            message = _parse(file.read(HEAD_BYTES))
        yield MailHead(
            key=key,
            arrived_ns=_arrived(key),
            to=_recipient(message),
            sender=str(message["From"] or ""),
            subject=str(message["Subject"] or "（件名なし）"),
        )


def _files(mail_dir: Path) -> dict[str, Path]:
    """Key → file; a key is only ever looked up here, never joined to a path."""
    found: dict[str, Path] = {}
    for name in ("cur", "new"):
        folder = mail_dir / name
        if folder.is_dir():
            found |= {path.name: path for path in folder.iterdir() if path.is_file()}
    return found


def _arrived(key: str) -> int:
    first = key.partition(".")[0]
    return int(first) if first.isdigit() else 0


def _parse(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def _recipient(message: EmailMessage) -> str:
    return str(message["Delivered-To"] or message["To"] or "")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _one_click_url(message: EmailMessage) -> str:
    """The web address of RFC 8058, only when the mail promises one-click."""
    promise = str(message["List-Unsubscribe-Post"] or "")
    if promise.strip() != "List-Unsubscribe=One-Click":
        return ""
    found = WEB_ADDRESS.search(str(message["List-Unsubscribe"] or ""))
    return found[1] if found else ""
