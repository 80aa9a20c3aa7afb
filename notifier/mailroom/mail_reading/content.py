"""The parts of a mail, sorted: words, HTML, files, and what could not be read."""

import mimetypes
from dataclasses import dataclass, field
from email.message import Message

from notifier.kit.text import one_line, printable
from notifier.mailroom.bounce_reading.letter import without_tags
from notifier.mailroom.mail_reading.incoming import MailFile
from notifier.mailroom.mail_words import decode, readable

DEEPEST = 12
MOST_PARTS = 200
NAME_LIMIT = 120
STUB = 4  # times as many words in HTML: the others only say that there is HTML
OUTLOOK = (
    "送り主のメールソフト（Outlook）が独自の形（winmail.dat）にしたため、添付を開けませんでした。"
    "「テキスト形式」か「HTML形式」にして、もう一度送ってください。"
)
SIGNED = (
    "電子署名で包まれた形のメールなので、読めませんでした。署名を付けずに、もう一度送ってください。"
)
SEALED = "暗号化されたメールなので、読めませんでした。暗号化せずに、もう一度送ってください。"
GARBLED = "文字化けしていて読めないところがあります。もう一度送るか、大事なところを教えてください。"
TOO_MANY = "部品が多すぎるメールなので、はじめのほうだけを読みました。"
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_CUT_OFF = frozenset({"winmail.dat", "win.dat"})


@dataclass(slots=True)
class Content:
    """What was found, in the order it stands."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    parts: int = 0


def gather(message: Message) -> Content:
    """The content of ``message`` and of mails that hang on it."""
    content = Content()
    _sort(content, message, depth=0, is_alternative=False)
    return content


def _sort(content: Content, part: Message, *, depth: int, is_alternative: bool) -> None:
    content.parts += 1
    if content.parts > MOST_PARTS or depth > DEEPEST:
        content.problems.append(TOO_MANY)
        return
    kind = part.get_content_type()
    if kind in _SEALED:
        content.problems.append(SIGNED if _is_signed(part) else SEALED)
        return
    if part.is_multipart():
        _sort_children(content, part, kind, depth=depth)
        return
    name = _name(part)
    if kind == "application/ms-tnef" or name.lower() in _CUT_OFF:
        content.problems.append(OUTLOOK)
        content.files.append(MailFile(name or "winmail.dat", kind, b""))
    elif _is_words(part, kind, name):
        _take_words(content, part, kind)
    elif kind not in _SIGNATURES:
        is_inline = is_alternative or (
            bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
        )
        content.files.append(MailFile(name or _unnamed(kind), kind, _bytes(part), is_inline))


def _sort_children(content: Content, part: Message, kind: str, *, depth: int) -> None:
    """Of an alternative the plain words count, HTML where there are none or next to none."""
    children = part.get_payload()
    if not isinstance(children, list):
        return
    if kind != "multipart/alternative":
        for child in children:
            if isinstance(child, Message):
                _sort(content, child, depth=depth + 1, is_alternative=False)
        return
    inner = Content(parts=content.parts)
    for child in children:
        if isinstance(child, Message):
            _sort(inner, child, depth=depth + 1, is_alternative=True)
    plain = sum(len(text.strip()) for text in inner.texts)
    if plain * STUB > sum(len(without_tags(html).strip()) for html in inner.htmls):
        inner.htmls.clear()
    content.parts = inner.parts
    content.texts += inner.texts
    content.htmls += inner.htmls
    content.files += inner.files
    content.problems += inner.problems


def _is_signed(part: Message) -> bool:
    """A mail inside its signature is of the same type as an encrypted one."""
    return str(part.get_param("smime-type") or "").lower() == "signed-data"


def _is_words(part: Message, kind: str, name: str) -> bool:
    """A text that is part of the letter; a file of text keeps its own kind where it has one."""
    if kind == "text/html":
        return part.get_content_disposition() != "attachment"
    if kind.startswith("multipart/"):  # its boundary was lost on the way: it is a text
        return True
    is_plain = kind in {"text/plain", "text/text", "text/enriched"}
    return is_plain and (not name or name.lower().endswith(".txt"))


def _take_words(content: Content, part: Message, kind: str) -> None:
    found = decode(_bytes(part), _charset(part))
    if not found.is_sure:
        content.problems.append(GARBLED)
    (content.htmls if kind == "text/html" else content.texts).append(found.text)


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError):
        return ""


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (LookupError, ValueError, TypeError, AssertionError):
        payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    """The file's name as a person reads it; encoded words and raw bytes alike."""
    try:
        given = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return ""
    raw = decode(str(given).encode("utf-8", "surrogateescape"), "").text
    return printable(one_line(readable(raw)))[-NAME_LIMIT:]


def _unnamed(kind: str) -> str:
    return f"名前のない添付{mimetypes.guess_extension(kind) or ''}"
