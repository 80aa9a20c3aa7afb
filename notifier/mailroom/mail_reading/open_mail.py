"""Take the bytes of a mail apart; nothing here raises for what a stranger sent."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from notifier.kit.text import clean, one_line, printable
from notifier.mailroom.mail_address import BadAddressError, normalise
from notifier.mailroom.mail_reading.content import Content, gather
from notifier.mailroom.mail_reading.incoming import TELLING, IncomingMail, with_line_ends
from notifier.mailroom.mail_words import decode, readable

SUBJECT_LIMIT, NAME_LIMIT, ID_LIMIT = 300, 100, 400
MOST_REFERENCES = 20
TOO_NESTED = "メールの中身が入り組みすぎていて、読めませんでした。"
TOO_LARGE = "メールが大きすぎて、終わりまで受け取れませんでした。写真やファイルを減らして、分けて送ってください。"
NO_MAIL = "メールの形になっていないため、読めませんでした。"
_ID = re.compile(r"<[^<>\s]+>")
# Where it was delivered before what its sender wrote.
_WRITTEN_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


def open_mail(raw: bytes, *, is_cut: bool = False) -> IncomingMail:
    """What ``raw`` (RFC 5322, or its mbox form) says; its problems are sentences, never errors.

    ``is_cut``: its end is missing.
    """
    lines = with_line_ends(raw).lstrip(b"\n")
    if lines.startswith(b"From "):  # an mbox separator
        lines = lines.partition(b"\n")[2]
    try:
        message = message_from_bytes(lines)
        content = gather(message)
    except RecursionError:
        message = BytesHeaderParser().parsebytes(lines)
        content = Content(problems=[TOO_NESTED])
    if not message.keys():
        content.problems.append(NO_MAIL)
    if is_cut:
        content.problems.append(TOO_LARGE)
    return _read(message, content, raw)


def _read(message: Message, content: Content, raw: bytes) -> IncomingMail:
    sender, name = _sender(message)
    referred = [*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))]
    return IncomingMail(
        subject=one_line(printable(_header(message, "Subject")))[:SUBJECT_LIMIT],
        sender=sender,
        sender_name=one_line(printable(name))[:NAME_LIMIT],
        message_id=next(iter(_ids(message, "Message-ID")), "")[:ID_LIMIT],
        answers=tuple(dict.fromkeys(referred))[:MOST_REFERENCES],
        recipients=tuple(dict.fromkeys(_addresses(message, *_WRITTEN_TO))),
        sent_at=_sent_at(_header(message, "Date")),
        text=printable(clean("\n".join(content.texts))),
        html=printable(clean("\n".join(content.htmls))),
        files=tuple(content.files),
        problems=tuple(dict.fromkeys(content.problems)),
        headers={name: found for name in TELLING if (found := _header(message, name))},
        content_type=message.get_content_type(),
        raw=raw,
    )


def _values(message: Message, name: str) -> Iterator[str]:
    """The header as it stands; raw Japanese in it is read like a body."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            yield decode(str(value).encode("utf-8", "surrogateescape"), "").text


def _header(message: Message, name: str) -> str:
    return next((readable(value) for value in _values(message, name)), "")


def _ids(message: Message, name: str) -> list[str]:
    return [one for value in _values(message, name) for one in _ID.findall(value)]


def _addresses(message: Message, *names: str) -> Iterator[str]:
    for name in names:
        for _, address in getaddresses(list(_values(message, name))):
            if "@" in address:
                yield address.strip().lower()


def _sender(message: Message) -> tuple[str, str]:
    """(address, name) of the one who wrote; no address where there are several or none."""
    values = list(_values(message, "From"))
    pairs = getaddresses(values)
    if not any("@" in address for _, address in pairs):  # programs that encode the address too
        pairs = getaddresses([readable(value) for value in values])
    people = [(name, address) for name, address in pairs if name or address]
    if len(people) != 1:
        return "", readable(people[0][0]) if people else ""
    name, address = people[0]
    try:
        return normalise(address), readable(name)
    except BadAddressError:
        return "", readable(name or address)


def _sent_at(words: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
