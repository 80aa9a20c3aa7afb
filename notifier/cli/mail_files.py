"""Mails as an operator has them: a file, an mbox, a Maildir, a folder, or standard input."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

NEXT_IN_MBOX = re.compile(rb"(?:\A|\r?\n\r?\n)(?=From [^\r\n]*\d\d:\d\d)")


def messages(source: str) -> Iterator[bytes]:
    """The mails of one file (a mail or an mbox), a Maildir, a folder, or - for standard input."""
    path = Path(source)
    if source == "-":
        yield from _split(sys.stdin.buffer.read())
    elif path.is_dir():
        yield from _folder(path)
    else:
        yield from _split(path.read_bytes())


def _folder(path: Path) -> Iterator[bytes]:
    """A Maildir's new and current mails, or every file of a plain folder, in order of name."""
    rooms = [path / name for name in ("new", "cur") if (path / name).is_dir()] or [path]
    for room in rooms:
        for file in sorted(room.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                yield file.read_bytes()


def _split(content: bytes) -> Iterator[bytes]:
    """One message, or the messages of an mbox."""
    if not content.startswith(b"From "):
        if content.strip():
            yield content
        return
    for one in NEXT_IN_MBOX.split(content):
        if one.strip():
            yield one
