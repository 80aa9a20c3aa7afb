"""Several commands in one breath: every reply belongs to one command, whatever it says."""

from collections.abc import Iterator

import pytest

from notifier.wire import smtp
from notifier.wire.smtp_session import RECORD, Envelope, LostError, Session
from tests.fakes.relay import OK, Relay

BODY = b"Subject: test\r\n\r\nhello\r\n"


def mails(*names: str) -> list[smtp.Mail]:
    return [
        smtp.Mail(key, "hub@example.jp", f"{name}@example.jp", BODY, is_ready=True)
        for key, name in enumerate(names)
    ]


def run(
    relay: Relay, *names: str, timeout: float = 5
) -> tuple[list[tuple[str, object]], list[int], bool]:
    """(recipient, code or "sent" or "unknown"), keys that left, and whether the relay went away."""
    ends: list[tuple[str, object]] = []
    left: list[int] = []
    try:
        with smtp.open_mailer(relay.url, timeout=timeout) as mailer:
            for mail, end in mailer.deliver(mails(*names), before=lambda one: left.append(one.key)):
                said: object = "sent"
                if isinstance(end, smtp.SmtpRefusedError):
                    said = (end.code, end.stage)
                elif isinstance(end, smtp.SmtpUnknownError):
                    said = "unknown"
                ends.append((mail.recipient[0], said))
    except smtp.SmtpUnreachableError:
        return ends, left, True
    return ends, left, False


@pytest.fixture
def relays() -> Iterator[list[Relay]]:
    made: list[Relay] = []
    yield made
    for one in made:
        one.stop()


def relay(relays: list[Relay], faults: dict[tuple[str, str], str], *, pipelining: bool) -> Relay:
    """A relay with ``faults`` by (stage, first letter of the recipient), each happening once."""
    left = dict(faults)

    def script(stage: str, recipient: str) -> str:
        return left.pop((stage, recipient[:1]), OK[stage])

    relays.append(Relay(script, pipelining=pipelining))
    return relays[-1]


def test_the_next_envelope_travels_behind_the_closing_dot(relays: list[Relay]) -> None:
    one = relay(relays, {}, pipelining=True)
    ends, left, _ = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", "sent"), ("c", "sent")]
    assert left == [0, 1, 2]
    assert one.recipients == ["a@example.jp", "b@example.jp", "c@example.jp"]
    assert all(content == BODY for _, content in one.taken)
    assert [b"RCPT TO:<b@" in one.ahead[0], b"DATA" in one.ahead[1], one.ahead[2]] == [
        True,
        True,
        b"",
    ]
    assert one.connections == 1


def test_a_relay_without_pipelining_is_spoken_to_plainly(relays: list[Relay]) -> None:
    one = relay(relays, {("RCPT", "b"): "550 5.1.1 no"}, pipelining=False)
    ends, _, _ = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", (550, "recipient")), ("c", "sent")]
    assert one.ahead == [b"", b""]
    assert one.connections == 1


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("stage", "answer", "said"),
    [
        ("RCPT", "550 5.1.1 no such user", (550, "recipient")),
        ("RCPT", "451 4.7.1 later", (451, "recipient")),
        ("DATA", "452 4.3.1 full", (452, "message")),
        (".", "554 5.7.1 spam", (554, "message")),
    ],
)
def test_a_refusal_is_about_one_message_and_the_others_go(
    relays: list[Relay], stage: str, answer: str, said: tuple[int, str], *, pipelining: bool
) -> None:
    one = relay(relays, {(stage, "b"): answer}, pipelining=pipelining)
    ends, left, is_gone = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", said), ("c", "sent")]
    assert one.recipients == ["a@example.jp", "c@example.jp"]
    assert (1 in left) is (stage == ".")
    assert not is_gone
    assert one.connections == 1


def test_a_relay_that_waits_for_a_message_nobody_gets_is_given_the_dot_alone(
    relays: list[Relay],
) -> None:
    """RFC 2920, 3.1: all recipients refused and DATA taken all the same."""

    one = relay(relays, {}, pipelining=True)
    session = Session("127.0.0.1", int(one.url.rpartition(":")[2]), timeout=5)
    session.ehlo()
    heard = iter([250, 550, 354, 554, 250])
    real = session.getreply

    def getreply() -> tuple[int, bytes]:
        real()
        return next(heard), b"as told"

    session.getreply = getreply  # type: ignore[method-assign]
    refusal = session.announce(Envelope("hub@example.jp", "b@example.jp"))
    assert refusal is not None
    assert (refusal.code, refusal.stage) == (550, "recipient")
    assert next(heard, None) is None, "RSET was heard too"
    session.close()


@pytest.mark.parametrize("pipelining", [True, False])
def test_421_between_two_messages_is_begun_anew(relays: list[Relay], *, pipelining: bool) -> None:
    """Many relays take so many mails and no more in one session."""
    one = relay(relays, {("MAIL", "a"): "421 4.7.0 enough for now"}, pipelining=pipelining)
    ends, _, is_gone = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", "sent"), ("c", "sent")]
    assert not is_gone
    assert one.connections == 2


def test_421_on_a_new_session_is_not_asked_again(relays: list[Relay]) -> None:
    one = relay(
        relays,
        {("MAIL", "a"): "421 4.7.0 enough", ("MAIL", ""): "421 4.3.2 bye"},
        pipelining=True,
    )
    ends, _, is_gone = run(one, "a", "b")
    assert is_gone
    assert ends == [("a", (421, "sender"))]
    assert one.connections == 1


@pytest.mark.parametrize("stage", ["RCPT", "."])
def test_421_ends_the_connection_and_presses_nobody(relays: list[Relay], stage: str) -> None:
    one = relay(relays, {(stage, "b"): "421 4.3.2 bye"}, pipelining=True)
    ends, _, is_gone = run(one, "a", "b", "c", "d")
    assert is_gone
    assert ends[0] == ("a", "sent")
    assert isinstance(ends[1][1], tuple)
    assert ends[1][1][0] == 421
    assert len(ends) == 2
    assert one.connections == 1


@pytest.mark.parametrize("pipelining", [True, False])
def test_lost_behind_the_dot_is_unknown_for_exactly_that_message(
    relays: list[Relay], *, pipelining: bool
) -> None:
    one = relay(relays, {(".", "b"): ""}, pipelining=pipelining)
    ends, left, is_gone = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", "unknown")]
    assert is_gone
    assert left == [0, 1]
    assert "c@example.jp" not in one.recipients


def test_lost_between_two_messages_is_begun_anew(relays: list[Relay]) -> None:
    one = relay(relays, {("RCPT", "b"): ""}, pipelining=True)
    ends, _, is_gone = run(one, "a", "b", "c")
    assert ends == [("a", "sent"), ("b", "sent"), ("c", "sent")]
    assert not is_gone
    assert one.connections == 2


def test_who_stops_listening_leaves_no_half_open_message(relays: list[Relay]) -> None:
    one = relay(relays, {}, pipelining=True)
    with smtp.open_mailer(one.url, timeout=5) as mailer:
        for _mail, _end in mailer.deliver(mails("a", "b"), before=lambda _: None):
            break
        mailer.send(BODY, sender="hub@example.jp", recipient="z@example.jp")
    assert one.recipients == ["a@example.jp", "z@example.jp"]
    assert one.connections == 2


class Narrow:
    """A socket that takes ``most`` bytes and then breaks."""

    def __init__(self, most: int) -> None:
        self.most = most

    def send(self, data: memoryview) -> int:
        """Some of it, or the end."""
        taken = min(len(data), self.most)
        if not taken:
            raise ConnectionResetError
        self.most -= taken
        return taken


@pytest.mark.parametrize(
    ("most", "in_doubt"), [(0, False), (10, False), (len(BODY) - 1, False), (len(BODY), True)]
)
def test_a_broken_write_is_in_doubt_only_when_the_dot_had_left(
    most: int, *, in_doubt: bool
) -> None:
    session = Session()
    session.sock = Narrow(most)  # type: ignore[assignment]
    with pytest.raises(LostError) as lost:
        session.give(BODY, following=Envelope("a@example.jp", "b@example.jp"))
    assert lost.value.in_doubt is in_doubt


class Sealed:
    """A TLS socket: a write is counted when all of it is out, and breaks at record ``dies_at``."""

    def __init__(self, dies_at: int) -> None:
        self.left = dies_at

    def send(self, data: memoryview) -> int:
        """All of it, however many records that takes, or the end."""
        self.left -= -(-len(data) // RECORD)
        if self.left < 0:
            raise ConnectionResetError
        return len(data)


@pytest.mark.parametrize(("dies_at", "in_doubt"), [(0, False), (1, False), (2, True)])
def test_over_tls_the_dot_that_left_before_the_break_is_in_doubt(
    dies_at: int, *, in_doubt: bool
) -> None:
    """The dot ends the second record; only the next envelope was lost with the third."""
    session = Session()
    session.sock = Sealed(dies_at)  # type: ignore[assignment]
    with pytest.raises(LostError) as lost:
        session.give(b"x" * (2 * RECORD), following=Envelope("a@example.jp", "b@example.jp"))
    assert lost.value.in_doubt is in_doubt
