"""A Maildir instead of a relay: where practised mail lands."""

import os
import secrets
import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from notifier.wire.mail import Before, Ending, Mail, SmtpRefusedError, check_writable, send_one


class Maildir:
    """Standard Maildir: written to tmp/, synced, renamed into new/, directory synced."""

    def __init__(self, root: Path) -> None:
        self._root = root
        for name in ("tmp", "new", "cur"):
            (root / name).mkdir(parents=True, exist_ok=True)

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        return send_one(self, Mail(0, sender, recipient, message))

    def deliver(self, mails: Iterable[Mail], *, before: Before) -> Iterator[tuple[Mail, Ending]]:
        for mail in mails:
            try:
                check_writable(mail.sender, mail.recipient)
            except SmtpRefusedError as error:
                yield mail, error
                continue
            before(mail)
            yield mail, self._store(mail)

    def _store(self, mail: Mail) -> str:
        key = f"{time.time_ns()}.{os.getpid()}_{secrets.token_hex(8)}.{socket.gethostname()}"
        draft = self._root / "tmp" / key
        head = f"Return-Path: <{mail.sender}>\r\nDelivered-To: {mail.recipient}\r\n"
        with draft.open("xb") as file:
            file.write(head.encode("utf-8") + mail.message)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._root / "new" / key)
        _sync_directory(self._root / "new")
        return f"250 2.0.0 stored as {key}"


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
