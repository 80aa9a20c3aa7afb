"""What a refusal is about, and how long a provider is left alone. Pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.delivery import DeliveryState
from notifier.delivery.politeness import (
    MOST_AT_ONCE,
    PAUSES,
    Trouble,
    is_about_domain,
    must_wait,
    pause,
)
from notifier.delivery.refusals import after_refusal, is_about_us
from notifier.wire import smtp
from tests.conftest import NOW

DOMAINS = ("busy.example.jp", "calm.example.jp")
READERS = 20


@pytest.mark.parametrize(
    ("code", "text", "stage", "is_ours"),
    [
        (530, "5.7.0 log in first", "recipient", True),
        (521, "no mail here", "recipient", True),
        (503, "5.5.1 bad sequence", "message", True),
        (550, "5.7.26 SPF failed", "recipient", True),
        (550, "no", "sender", True),
        (421, "closing", "sender", False),
        (550, "5.1.1 no such user", "recipient", False),
        (550, "5.2.2 mailbox full", "recipient", False),
        (451, "4.7.1 relay access denied", "recipient", False),
        (554, "5.7.1 relay access denied", "message", False),
    ],
)
def test_what_is_about_us(code: int, text: str, stage: str, *, is_ours: bool) -> None:
    error = smtp.SmtpRefusedError(code, text, stage=stage)
    assert is_about_us(error) is is_ours
    if is_ours:
        receipt = after_refusal(1, error, mail_from="news@example.jp")
        assert receipt.state is DeliveryState.QUEUED


@pytest.mark.parametrize(
    ("code", "text", "is_all"),
    [
        (421, "4.3.2 closing", True),
        (450, "4.7.1 greylisted", True),
        (451, "try again later", True),
        (450, "4.1.1 unverified", False),
        (450, "4.1.10 odd", True),
        (452, "4.2.2 over quota", False),
        (450, "4.2.1 mailbox busy", False),
        (550, "5.7.1 never", False),
    ],
)
def test_what_is_about_a_provider(code: int, text: str, *, is_all: bool) -> None:
    assert is_about_domain(code, text) is is_all


@given(strikes=st.integers(1, 50))
def test_each_pause_is_as_long_as_the_one_before_or_longer(strikes: int) -> None:
    assert pause(strikes) <= pause(strikes + 1) <= timedelta(seconds=PAUSES[-1])


@given(strikes=st.integers(1, 9), seconds=st.integers(-100, 100), others=st.integers(0, 9))
def test_after_a_refusal_one_connection_at_a_time(strikes: int, seconds: int, others: int) -> None:
    troubles = {"a": Trouble(strikes, NOW + timedelta(seconds=seconds))}
    wanted = seconds > 0 or others > 0
    assert must_wait("a", troubles, {"a": others}, now=NOW) is wanted
    assert must_wait("b", troubles, {"b": others}, now=NOW) is (others >= MOST_AT_ONCE)
