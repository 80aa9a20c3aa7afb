"""An IMAP server on loopback that knows what a reader of returned mails asks for, and no more."""

import re
import socketserver
import threading
from dataclasses import dataclass, field

USER, PASSWORD = "bounces", "open sesame"
FETCH = re.compile(rb"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", re.IGNORECASE)
STORE = re.compile(rb"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", re.IGNORECASE)


@dataclass
class Mailbox:
    """UID → mail, which of them are read, and every command that was given.

    ``dies_at`` names a command at which the connection is cut, once; ``is_untidy``: each number it
    finds stands on a line of its own, the last one first, as RFC 3501 allows.
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    asked: list[bytes] = field(default_factory=list)
    dies_at: bytes = b""
    folder: bytes = b'"INBOX"'
    is_untidy: bool = False


class FakeImap:
    """``with FakeImap(mailbox) as url``."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.mailbox = mailbox
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="imap"
        )

    def __enter__(self) -> str:
        self._thread.start()
        port = self._server.server_address[1]
        return f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/INBOX"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    mailbox: Mailbox


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say(b"* OK ready")
        for line in self.rfile:
            tag, _, command = line.strip().partition(b" ")
            box = self.server.mailbox
            box.asked.append(command)
            if box.dies_at and box.dies_at in command:
                box.dies_at = b""
                return
            if not self._answer(box, tag, command):
                return

    def _answer(self, box: Mailbox, tag: bytes, command: bytes) -> bool:
        verb = command.split(b" ")[0].upper()
        if verb == b"LOGIN":
            expected = f'LOGIN {USER} "{PASSWORD}"'.encode()
            return self._end(tag, b"OK" if command == expected else b"NO")
        if verb == b"LOGOUT":
            self._say(b"* BYE")
            self._end(tag, b"OK")
            return False
        if verb == b"CAPABILITY":
            self._say(b"* CAPABILITY IMAP4rev1")
        elif verb == b"SELECT" and box.folder not in command:
            return self._end(tag, b"NO")
        elif command.upper() == b"UID SEARCH UNSEEN":
            self._say_unread(box)
        elif found := FETCH.fullmatch(command):
            uid, most = int(found[1]), int(found[2])
            raw = box.mails[uid][:most]
            head = f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode()
            self.wfile.write(head + raw + b")\r\n")
        elif found := STORE.fullmatch(command):
            box.read.add(int(found[1]))
        return self._end(tag, b"OK")

    def _say_unread(self, box: Mailbox) -> None:
        unread = [str(uid).encode() for uid in sorted(box.mails.keys() - box.read)]
        for line in reversed(unread) if box.is_untidy else [b" ".join(unread)]:
            self._say(b"* SEARCH " + line)

    def _end(self, tag: bytes, kind: bytes) -> bool:
        self._say(tag + b" " + kind + b" done")
        return True

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")
