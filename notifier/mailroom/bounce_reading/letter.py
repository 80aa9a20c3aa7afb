"""A returned mail taken apart: its headers, what the postmaster wrote, and our own mail in it.

Returned mails are the worst-formed mails there are. Whatever the standard library cannot make
sense of is still there as text, and nothing here raises for what a stranger sent.
"""

import base64
import binascii
import html
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from notifier.mailroom.mail_words import decode, readable

LONGEST_TEXT = 60_000  # a verdict stands at the beginning; the rest is somebody's newsletter

SILENT = re.compile(r"<(style|script|head)\b", re.IGNORECASE)
CLOSING = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("style", "script", "head")}

# How mail servers announce that now the returned message itself follows.
COPY_FOLLOWS = re.compile(
    r"""^[\s>]*(?:
      -{2,}[ ]*(?:(?:the[ ])?(?:original|returned|undelivered|unsent)[ ](?:message|mail)|
        (?:below|enclosed)|(?:this[ ]is[ ])?a[ ]copy|message[ ]header|(?:start|begin)[ ]of|
        forwarded[ ]message|headers?[ ]of|転送|元の?メール).*
      |(?:the[ ])?(?:original|returned|rejected)[ ](?:message|mail)(?:[ ](?:headers?|text))?
        (?:[ ](?:follows|below|is[ ]attached)[.:]?|:)\s*
      |-+[ ]this[ ]is[ ]a[ ]copy.*|-+[ ]message[ ]headers?.*
      |(?:message|original)[ ]headers?(?:[ ]follows?)?[.:]\s*
      |original[ ]mail[ ]as[ ]follows.*|unsent[ ]message.*|the[ ]header[ ]of[ ]the[ ]original.*
      |received:[ ].*|return-path:[ ]?<.*|x-originating-ip:.*|content-type:[ ]*message/rfc822.*
    )$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


class _AsItStands(Compat32):
    """Headers as they came; to fold a long one anew takes the library minutes."""

    def fold(self, name: str, value: str) -> str:
        """One header with the line ends it has."""
        return f"{name}: {value}{self.linesep}"


AS_IT_STANDS = _AsItStands()


@dataclass(slots=True)
class Letter:
    """The parts of one returned mail; texts are decoded, line ends are ``\\n``."""

    message: Message
    notice: str = ""
    reports: list[str] = field(default_factory=list)
    feedback: str = ""
    original: str = ""

    def header(self, name: str) -> str:
        """A header in plain words, empty when absent."""
        return next((readable(value) for value in self._values(name)), "")

    def addresses(self, *names: str) -> list[str]:
        """Every address in these headers, in lower case."""
        found: list[str] = []
        for name in names:
            for value in self._values(name):
                found += re.findall(r"[^\s<>,;:\"']{1,254}@[\w.-]+\w", readable(value))
        return [one.lower() for one in found]

    def _values(self, name: str) -> list[str]:
        """The header as it stands; raw Japanese in it is read like a body."""
        return [
            decode(str(value).encode("utf-8", "surrogateescape"), "").text
            for key, value in self.message.raw_items()
            if key.lower() == name.lower()
        ]


def open_letter(raw: bytes) -> Letter | None:
    """Take ``raw`` apart; None when it is no mail at all.

    A text without a line feed never came out of a mail server (RFC 5321 2.3.8): it was damaged
    on the way, and damaged evidence accuses nobody.
    """
    if b"\n" not in raw:
        return None
    clean = raw.replace(b"\r\n", b"\n")
    if clean.startswith(b"From "):  # an mbox separator
        clean = clean.partition(b"\n")[2]
    letter = Letter(message_from_bytes(clean.lstrip(b"\n")))
    _sort(letter, letter.message)
    letter.notice, cut = _cut_copy(letter.notice[:LONGEST_TEXT])
    letter.original = letter.original or cut
    return letter


def _sort(letter: Letter, part: Message) -> None:
    """Put every part where it belongs; the message we sent is not walked into."""
    kind = part.get_content_type()
    if kind in {"message/delivery-status", "message/global-delivery-status"} or (
        kind.startswith("message/") and kind.endswith("delivery-status")
    ):
        letter.reports.append(_flat(part)[:LONGEST_TEXT])
    elif kind == "message/feedback-report":
        letter.feedback += _flat(part)[:LONGEST_TEXT]
    elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
        letter.original = letter.original or _flat(part)[:LONGEST_TEXT]
    elif part.is_multipart():
        for child in _children(part):
            _sort(letter, child)
    elif kind.startswith(("text/", "multipart/")):  # a multipart whose boundary was lost is text
        said = _text(part)
        letter.notice += ("\n" if letter.notice else "") + said


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _flat(part: Message) -> str:
    """A part of type message/* as the text it was written in."""
    payload = part.get_payload()
    if isinstance(payload, list):
        text = "\n".join(
            one.as_string(policy=AS_IT_STANDS) for one in payload if isinstance(one, Message)
        )
    else:
        return _text(part)
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        try:
            return decode(base64.b64decode(text), "").text
        except (binascii.Error, ValueError):
            return text
    return text


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    text = decode(body, str(part.get_content_charset() or "")).text
    if part.get_content_type() == "text/html":
        return without_tags(text)
    return text


def without_tags(text: str) -> str:
    """The words of ``text`` in HTML, roughly: nobody but a machine reads them."""
    text = _without_silent(text)
    text = re.sub(r"(?i)<(?:br|/p|/div|/tr|/li|/h\d)[^<>]*>", "\n", text)
    text = re.sub(r"<(?=[!/a-zA-Z])(?![^<>\s]*@)[^<>]*>", " ", text)
    return html.unescape(text)


def _without_silent(text: str) -> str:
    """Without styles, scripts and heads; each closing tag is looked for once, however many open."""
    out: list[str] = []
    at = 0
    never_closed: set[str] = set()
    for opening in SILENT.finditer(text):
        name = opening.group(1).lower()
        if opening.start() < at or name in never_closed:
            continue
        closing = CLOSING[name].search(text, opening.end())
        if closing is None:
            never_closed.add(name)
            continue
        out.append(text[at : opening.start()])
        at = closing.end()
    return " ".join([*out, text[at:]])


def _cut_copy(text: str) -> tuple[str, str]:
    """The postmaster's words, and the copy of our own mail below them."""
    for found in COPY_FOLLOWS.finditer(text):
        if text[: found.start()].strip():
            return text[: found.start()], text[found.start() :]
    return text, ""
