"""Mail out: every way a message can end, seen from the ledger's side."""

import email
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from notifier.wire import smtp

MESSAGE = b"Subject: test\r\nMessage-ID: <1@example.jp>\r\n\r\nhello\r\n.dot\r\n"


class Sink:
    """Takes every mail but those to addresses it does not know."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.peers: set[object] = set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        if address.startswith("busy@"):
            return "451 4.7.1 later please"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        self.peers.add(session.peer)
        return "250 2.0.0 queued as 42"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, str]]:
    handler = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_one_connection_carries_many_messages(sink: tuple[Sink, str]) -> None:
    handler, url = sink
    with smtp.open_mailer(url) as mailer:
        for name in ("a", "b", "c"):
            receipt = mailer.send(MESSAGE, sender="hub@example.jp", recipient=f"{name}@example.jp")
    assert receipt == "250 2.0.0 queued as 42"
    assert [e.rcpt_tos for e in handler.taken] == [[f"{n}@example.jp"] for n in "abc"]
    assert len(handler.peers) == 1
    assert handler.taken[0].content == MESSAGE


def test_a_carrier_address_with_two_dots_is_written_as_it_is(sink: tuple[Sink, str]) -> None:
    handler, url = sink
    with smtp.open_mailer(url) as mailer:
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a..b.@docomo.example.jp")
    assert handler.taken[0].rcpt_tos == ["a..b.@docomo.example.jp"]


@pytest.mark.parametrize(("who", "code", "permanent"), [("gone", 550, True), ("busy", 451, False)])
def test_a_refused_recipient_leaves_the_connection_usable(
    sink: tuple[Sink, str], who: str, code: int, *, permanent: bool
) -> None:
    handler, url = sink
    with smtp.open_mailer(url) as mailer:
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
        with pytest.raises(smtp.SmtpRefusedError) as refused:
            mailer.send(MESSAGE, sender="hub@example.jp", recipient=f"{who}@example.jp")
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="b@example.jp")
    assert (refused.value.code, refused.value.permanent) == (code, permanent)
    assert refused.value.stage == "recipient"
    assert [e.rcpt_tos for e in handler.taken] == [["a@example.jp"], ["b@example.jp"]]
    assert len(handler.peers) == 1


@pytest.mark.parametrize("address", ["a@example.jp\r\nRCPT TO:<b@example.jp>", "a> x", "a b@c"])
def test_an_address_cannot_speak_smtp(sink: tuple[Sink, str], address: str) -> None:
    handler, url = sink
    with (
        smtp.open_mailer(url) as mailer,
        pytest.raises(smtp.SmtpRefusedError),
    ):
        mailer.send(MESSAGE, sender="hub@example.jp", recipient=address)
    assert handler.taken == []


def _server(lines: Callable[[socket.socket], None]) -> tuple[str, threading.Thread]:
    """A raw server for one connection that behaves as ``lines`` says."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        with listener:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"220 raw\r\n")
                lines(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    return f"smtp://127.0.0.1:{port}", thread


def _talk(connection: socket.socket, *answers: bytes) -> None:
    for answer in answers:
        connection.recv(65536)
        connection.sendall(answer)


def _read_to_end_of_data(connection: socket.socket) -> None:
    seen = b""
    while not seen.endswith(b"\r\n.\r\n"):
        seen += connection.recv(65536)


def test_lost_after_the_end_of_data_cannot_be_known() -> None:
    def drop_after_data(connection: socket.socket) -> None:
        _talk(connection, b"250 raw\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
        _read_to_end_of_data(connection)

    url, thread = _server(drop_after_data)
    with smtp.open_mailer(url, timeout=5) as mailer, pytest.raises(smtp.SmtpUnknownError):
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
    thread.join()


def test_silence_after_the_end_of_data_cannot_be_known() -> None:
    released = threading.Event()

    def stay_silent(connection: socket.socket) -> None:
        _talk(connection, b"250 raw\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
        _read_to_end_of_data(connection)
        released.wait(5)

    url, thread = _server(stay_silent)
    with smtp.open_mailer(url, timeout=0.3) as mailer, pytest.raises(smtp.SmtpUnknownError):
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
    released.set()
    thread.join()


def test_lost_before_the_data_means_nothing_was_accepted() -> None:
    def drop_at_rcpt(connection: socket.socket) -> None:
        _talk(connection, b"250 raw\r\n", b"250 ok\r\n")

    url, thread = _server(drop_at_rcpt)
    with smtp.open_mailer(url, timeout=5) as mailer, pytest.raises(smtp.SmtpUnreachableError):
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
    thread.join()


def test_refused_after_the_data_is_about_the_message() -> None:
    def refuse(connection: socket.socket) -> None:
        _talk(connection, b"250 raw\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
        _read_to_end_of_data(connection)
        connection.sendall(b"554 5.7.1 looks like spam\r\n")
        _talk(connection, b"250 reset\r\n", b"221 bye\r\n")

    url, thread = _server(refuse)
    with smtp.open_mailer(url, timeout=5) as mailer, pytest.raises(smtp.SmtpRefusedError) as no:
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
    thread.join()
    assert (no.value.code, no.value.permanent, no.value.stage) == (554, True, "message")


def test_nobody_listening_is_unreachable() -> None:
    with (
        smtp.open_mailer("smtp://127.0.0.1:9", timeout=1) as mailer,
        pytest.raises(smtp.SmtpUnreachableError),
    ):
        mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")


def test_a_maildir_keeps_what_it_is_given_and_knows_the_recipient(tmp_path: Path) -> None:
    with smtp.open_mailer(f"maildir:{tmp_path / 'mail'}") as mailer:
        receipt = mailer.send(MESSAGE, sender="hub@example.jp", recipient="a@example.jp")
    (stored,) = (tmp_path / "mail" / "new").iterdir()
    assert receipt.endswith(stored.name)
    message = email.message_from_bytes(stored.read_bytes())
    assert message["Delivered-To"] == "a@example.jp"
    assert message["Subject"] == "test"
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


def test_a_maildir_takes_many_writers_at_once(tmp_path: Path) -> None:
    def send(number: int) -> None:
        with smtp.open_mailer(f"maildir:{tmp_path}") as mailer:
            mailer.send(MESSAGE, sender="hub@example.jp", recipient=f"{number}@example.jp")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(64)))
    assert len(list((tmp_path / "new").iterdir())) == 64


def test_a_mail_address_of_the_service_we_cannot_read_says_so() -> None:
    with pytest.raises(smtp.BadMailUrlError, match="NOTIFIER_SMTP_URL"), smtp.open_mailer("x:y"):
        pass
