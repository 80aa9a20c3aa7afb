"""A LINE request that was surely not accepted is made anew; one in doubt is only asked for again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NoReturn

import pytest
import redis

from notifier import hubs
from notifier.audit import Actor
from notifier.delivery import BatchState
from notifier.delivery.channels.line import MOST_BAD_IDS, OTHER_ACCOUNT
from notifier.delivery.line_request import CHANGED_REASON
from notifier.delivery.recipients import LEFT_REASON
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.hubs import ChannelPurpose
from notifier.kit import pace
from notifier.kit.db import reading, writing
from notifier.simulator import Control
from notifier.wire import line
from tests.delivery.mailing import READERS, Mailing, leaves, rename, times, told

A_MINUTE = timedelta(minutes=1)
ANOTHER, SECRET = "1650009999", "f" * 32
BY = Actor("staff", "管理者", "1")


def unreachable(*_: object, **__: object) -> NoReturn:
    raise line.LineUnreachableError(maybe_sent=False)


@pytest.fixture(params=["429_rate", "401", "unreachable"])
def not_accepted(
    lining: Mailing,
    control: Control,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Mailing:
    """One call was made, and LINE surely has nothing of it."""
    with monkeypatch.context() as patched:
        if request.param == "unreachable":
            patched.setattr(line, "multicast", unreachable)
        else:
            control.faults({"endpoint": "multicast", "kind": request.param})
        assert lining.send()
    assert not lining.batch().is_in_doubt
    return lining


def test_who_leaves_before_line_took_it_gets_nothing(
    not_accepted: Mailing, control: Control
) -> None:
    key = not_accepted.batch().retry_key
    victim, *others = not_accepted.addresses
    leaves(victim, by="line", now=not_accepted.at)
    assert not_accepted.send(A_MINUTE)
    assert times(control) == dict.fromkeys(others, 1)
    assert told(not_accepted) == {f"suppressed: {LEFT_REASON}": 1}
    assert not_accepted.batch().retry_key != key, "another request has a key of its own"


def test_a_record_erased_before_line_took_it_harms_no_other(
    not_accepted: Mailing, control: Control
) -> None:
    victim, *others = not_accepted.addresses
    leaves(victim, by="line", now=not_accepted.at)
    rename(victim, "left:1")
    assert not_accepted.send(A_MINUTE)
    assert times(control) == dict.fromkeys(others, 1)


def test_the_same_request_keeps_its_key(not_accepted: Mailing, control: Control) -> None:
    key = not_accepted.batch().retry_key
    assert not_accepted.send(A_MINUTE)
    assert times(control) == dict.fromkeys(not_accepted.addresses, 1)
    assert not_accepted.batch().retry_key == key


def to_another_account(lining: Mailing, control: Control) -> None:
    """The hub changes its account between two calls; the same people are its friends."""
    control.put_channel(ANOTHER, SECRET, purpose="readers", webhook_url="http://127.0.0.1:9/")
    control.add_friends(ANOTHER, lining.addresses)
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        account = {"channel_id": ANOTHER, "secret": SECRET}
        hubs.set_line_channel(session, hub, ChannelPurpose.READERS, **account, by=BY, now=lining.at)


def test_another_account_does_not_know_what_the_first_accepted(
    lining: Mailing, control: Control
) -> None:
    """LINE remembers keys by account: asked there, the same call would be a second message."""
    control.faults({"endpoint": "multicast", "kind": "500_after"})
    assert lining.send()
    to_another_account(lining, control)
    assert lining.send(A_MINUTE)
    assert times(control) == dict.fromkeys(lining.addresses, 1)
    assert control.received(ANOTHER) == {}
    assert told(lining) == {f"unknown: {CHANGED_REASON}": READERS}


def test_what_the_first_account_did_not_accept_goes_by_the_other(
    not_accepted: Mailing, control: Control
) -> None:
    to_another_account(not_accepted, control)
    assert not_accepted.send(A_MINUTE)
    assert set(control.received(ANOTHER)) == set(not_accepted.addresses)
    assert told(not_accepted) == {}


def test_an_account_whose_secret_nobody_typed_in_says_so(lining: Mailing, control: Control) -> None:
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        hubs.set_line_channel(
            session,
            hub,
            ChannelPurpose.READERS,
            channel_id=ANOTHER,
            secret="",
            by=BY,
            now=lining.at,
        )
    assert lining.send()
    assert "シークレットが設定されていません" in lining.batch().reason
    assert not control.log()


def test_an_odd_answer_to_the_login_is_no_yes_to_the_letter(
    lining: Mailing, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two numbers both mean "accepted" at LINE's door for letters; no letter came to it here."""

    def odd(*_: object) -> line.Token:
        raise line.LineRefusedError(204)

    monkeypatch.setattr(line, "issue_token", odd)
    assert lining.send()
    assert not control.log()
    assert lining.states() == {"queued": READERS}
    assert lining.batch().state is BatchState.REJECTED


def test_an_account_of_another_provider_puts_a_few_readers_aside_and_not_all(
    lining: Mailing, control: Control
) -> None:
    """It refuses every id. A person is asked about the account before everybody is suspended."""
    control.faults({"endpoint": "multicast", "kind": "bad_id", "index": 0, "times": 100})
    for second in range(20):
        lining.send(timedelta(seconds=second))
    assert lining.states() == {"failed": MOST_BAD_IDS, "queued": READERS - MOST_BAD_IDS}
    tick(now_fn=lambda: lining.at + A_MINUTE)
    with reading() as session:
        edition = session.get_one(Edition, lining.edition_id)
    assert edition.state == "blocked"
    assert OTHER_ACCOUNT in edition.reason


class TroubledRedis:
    """It is there, and does not do what it is asked."""

    def __init__(self, error: redis.RedisError) -> None:
        self.error = error

    def eval(self, *_: object) -> NoReturn:
        raise self.error


@pytest.fixture(
    params=[redis.TimeoutError("Timeout reading from socket"), redis.ResponseError("OOM")],
    ids=["hangs", "full"],
)
def troubled_redis(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(pace, "_broker", lambda *_: TroubledRedis(request.param))
        yield


@pytest.mark.usefixtures("troubled_redis")
def test_a_redis_in_trouble_leaves_nobody_in_doubt(
    lining: Mailing, control: Control, now: datetime
) -> None:
    """No call was made without its turn, so none is counted and nobody may have got it."""
    del now
    assert lining.send()
    batch = lining.batch()
    assert (batch.is_in_doubt, batch.calls, batch.state) == (False, 0, "retry")
    assert "Redis" in batch.reason
    assert not control.log()
