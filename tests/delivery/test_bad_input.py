"""Bad input ends in a state with a sentence for staff, and the others are served as if nothing were."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

import notifier.cli.practice.fill as practice
from notifier import delivery
from notifier.config import settings
from notifier.delivery import Delivery
from notifier.delivery.channels import line as line_channel
from notifier.delivery.channels.email import SILENT
from notifier.delivery.in_doubt import IN_DOUBT
from notifier.delivery.letter import Letters
from notifier.delivery.line_request import CHANGED_REASON
from notifier.delivery.mail_run import UNHEARD, UNWRITABLE
from notifier.delivery.recipients import LEFT_REASON, Recipient
from notifier.delivery.send_batch import FAULTY, MOST_FAULTS
from notifier.editions import ContentGroup, Edition
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.simulator import Control
from notifier.subscribers import Address, AddressState
from tests.delivery.mailing import READERS, Mailing, leaves, make_mailing, rename, times, told
from tests.fakes.relay import HANG_UP, Relay, friendly

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    del engine
    return make_mailing(READERS, now=now)


@pytest.fixture
def relay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """A relay the service sends to; a test gives it its script."""
    with Relay() as running:
        monkeypatch.setenv("NOTIFIER_SMTP_URL", running.url)
        monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
        settings.cache_clear()
        yield running
    settings.cache_clear()


def edition_of(mailing: Mailing) -> Edition:
    with reading() as session:
        return session.get_one(Edition, mailing.edition_id)


def state_of(address: str) -> AddressState:
    with reading() as session:
        return session.scalars(select(Address.state).where(Address.address == address)).one()


@pytest.mark.parametrize("bad", ["Unothex", "C0123456789abcdef0123456789abcdef", "U123 456"])
def test_a_malformed_line_id(lining: Mailing, control: Control, bad: str) -> None:
    """LINE refuses the whole request; the rest goes again under a new key."""
    victim, *others = lining.addresses
    rename(victim, bad)
    assert lining.send()
    assert lining.send(A_MINUTE)
    assert times(control) == dict.fromkeys(others, 1)
    assert told(lining) == {f"failed: {line_channel.BAD_ID_REASON}": 1}
    assert state_of(bad) is AddressState.SUSPENDED
    assert len({row["retry_key"] for row in control.log()}) == 2


@pytest.mark.parametrize(
    "bad", ["a b@example.jp", "<evil>@example.jp", "おはよう@example.jp"], ids=["space", "<>", "ja"]
)
def test_an_address_no_relay_takes(mailing: Mailing, relay: Relay, bad: str) -> None:
    victim, *others = mailing.addresses
    rename(victim, bad)
    assert mailing.send()
    assert relay.recipients == others
    (sentence,) = told(mailing)
    assert (sentence[:9], sentence[-1]) == ("bounced: ", "。")
    assert state_of(bad) is AddressState.SUSPENDED


def test_a_letter_that_fails_for_one_reader(
    mailing: Mailing, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim, *others = mailing.addresses
    whole = Letters.write

    def write(self: Letters, reader: Recipient, now: datetime) -> bytes:
        if reader.address == victim:
            raise KeyError(victim)
        return whole(self, reader, now)

    monkeypatch.setattr(Letters, "write", write)
    assert mailing.send()
    assert relay.recipients == others
    assert told(mailing) == {f"failed: {UNWRITABLE}": 1}
    assert state_of(victim) is AddressState.ACTIVE


def test_letters_that_fail_for_everybody_fail_nobody(
    mailing: Mailing, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours: readers wait, a person is told, and when it is mended all get theirs."""
    with monkeypatch.context() as patched:
        patched.setattr(Letters, "write", lambda *_: {}["broken"])
        for again in range(MOST_FAULTS):
            mailing.send(again * timedelta(minutes=15))
        assert mailing.states() == {"queued": READERS}
        tick(now_fn=lambda: mailing.at + timedelta(hours=2))
        blocked = edition_of(mailing)
        assert blocked.state == "blocked"
        assert f"{READERS}人にはまだ送っていません。{FAULTY}" in blocked.reason
    assert relay.recipients == []


def test_a_fault_for_everybody_that_is_mended_leaves_nobody_out(
    mailing: Mailing, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Letters, "write", lambda *_: {}["broken"])
        mailing.send()
    mailing.send(A_MINUTE)
    assert sorted(relay.recipients) == mailing.addresses
    assert mailing.states() == {"sent": READERS}


def test_a_reader_who_leaves_between_two_tries_by_mail(mailing: Mailing, relay: Relay) -> None:
    relay.script = lambda stage, _: "421 closing" if stage == "MAIL" else friendly(stage, "")
    assert mailing.send()
    victim, *others = mailing.addresses
    leaves(victim, by="email", now=mailing.at)
    relay.script = friendly
    assert mailing.send(A_MINUTE)
    assert relay.recipients == others
    assert told(mailing) == {f"suppressed: {LEFT_REASON}": 1}


def test_a_reader_who_leaves_while_line_has_not_answered(lining: Mailing, control: Control) -> None:
    """What may have been accepted is asked about with the same bytes: nobody gets it twice."""
    control.faults({"endpoint": "multicast", "kind": "500_after"})
    assert lining.send()
    leaves(lining.addresses[0], by="line", now=lining.at)
    assert lining.send(A_MINUTE)
    assert set(times(control).values()) == {1}
    assert lining.states() == {"sent": READERS}
    log = control.log()
    assert [row["status"] for row in log] == [200, 409]
    assert len({row["retry_key"] for row in log}) == 1
    assert not any(row["violation"] for row in log)


def test_a_record_erased_while_line_has_not_answered(lining: Mailing, control: Control) -> None:
    """The bytes cannot be made again, so nothing is sent again, and it is said."""
    control.faults({"endpoint": "multicast", "kind": "reset_after"})
    assert lining.send()
    rename(lining.addresses[0], "left:1")
    assert lining.send(A_MINUTE)
    assert set(times(control).values()) == {1}
    assert told(lining) == {f"unknown: {CHANGED_REASON}": READERS}


def test_a_token_revoked_in_the_middle(lining: Mailing, control: Control) -> None:
    control.faults({"endpoint": "multicast", "kind": "401"})
    assert lining.send()
    assert told(lining) == {"queued: LINEの認証を取り直します。": READERS}
    assert lining.send(timedelta(seconds=1))
    assert times(control) == dict.fromkeys(lining.addresses, 1)
    assert told(lining) == {}


def test_a_secret_that_is_not_theirs_any_more(lining: Mailing, control: Control) -> None:
    """Nobody gets it, nobody is failed for it, and the edition says what to look at."""
    control.put_channel(practice.channel_id("nishi"), "0" * 32, purpose="readers")
    for seconds in range(3):
        lining.send(timedelta(seconds=seconds))
    tick(now_fn=lambda: lining.at + A_MINUTE)
    blocked = edition_of(lining)
    assert blocked.state == "blocked"
    assert f"{READERS}人にはまだ送っていません" in blocked.reason
    assert "シークレットを確かめてください" in blocked.reason
    assert times(control) == {}


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_relay_that_takes_one_and_closes(
    mailing: Mailing, relay: Relay, *, pipelining: bool
) -> None:
    """Said and closed, every time: a new connection for each, nobody in doubt."""
    relay.pipelining = pipelining
    relay.script = lambda stage, to: friendly(stage, to) + (HANG_UP if stage == "." else "")
    for seconds in range(0, 300, 10):
        mailing.send(timedelta(seconds=seconds))
    assert sorted(relay.recipients) == mailing.addresses
    assert (mailing.states(), told(mailing)) == ({"sent": READERS}, {})


def test_a_relay_that_takes_one_and_closes_without_a_word(mailing: Mailing, relay: Relay) -> None:
    victim, *others = mailing.addresses
    relay.script = lambda stage, to: "" if stage == "." and to == victim else friendly(stage, to)
    for seconds in range(0, 60, 10):
        mailing.send(timedelta(seconds=seconds))
    assert sorted(relay.recipients) == mailing.addresses
    assert mailing.states() == {"sent": len(others), "unknown": 1}
    assert told(mailing) == {f"unknown: {IN_DOUBT}": 1}


def test_a_relay_that_never_says_a_word_leaves_a_few_in_doubt_and_not_all(
    mailing: Mailing, relay: Relay
) -> None:
    """Each letter more would be one more that nobody may send again: a person is asked."""
    relay.script = lambda stage, to: "" if stage == "." else friendly(stage, to)
    mailing.send()
    assert mailing.states() == {"queued": READERS - 1, "unknown": 1}
    assert mailing.batch().reason == UNHEARD
    mailing.send(A_MINUTE)
    assert mailing.states()["unknown"] == 2, "one more is risked"
    mailing.send(timedelta(hours=2))
    tick(now_fn=lambda: mailing.at + timedelta(hours=2))
    assert edition_of(mailing).state == "blocked"
    assert f"{READERS - 3}人にはまだ送っていません。{SILENT}" in edition_of(mailing).reason


def test_a_relay_that_finds_its_words_again_serves_the_others(
    mailing: Mailing, relay: Relay
) -> None:
    relay.script = lambda stage, to: "" if stage == "." else friendly(stage, to)
    mailing.send()
    relay.script = friendly
    mailing.send(A_MINUTE)
    assert mailing.states() == {"sent": READERS - 1, "unknown": 1}
    assert sorted(relay.recipients) == mailing.addresses, "nobody twice"


@contextmanager
def interrupted(mailing: Mailing, relay: Relay) -> Iterator[None]:
    """Half of the readers have it when the relay goes away for a while."""
    relay.script = lambda stage, to: (
        "421 closing"
        if stage == "MAIL" and len(relay.taken) >= READERS // 2
        else friendly(stage, to)
    )
    assert mailing.send()
    assert mailing.states() == {"queued": READERS // 2, "sent": READERS // 2}
    relay.script = friendly
    yield
    assert len(set(relay.recipients)) == len(relay.recipients), "nobody twice"


def test_a_clock_that_jumps_ahead(mailing: Mailing, relay: Relay) -> None:
    """Hours later by the clock: not sent late by itself, and it is said what became of whom."""
    with interrupted(mailing, relay):
        tick(now_fn=lambda: mailing.at + timedelta(hours=9))
    blocked = edition_of(mailing)
    assert blocked.state == "blocked"
    assert "4人に送りましたが、4人にはまだ送っていません" in blocked.reason
    assert "大きく過ぎた" in blocked.reason


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(hours=9)])
def test_a_clock_that_is_set_back(mailing: Mailing, relay: Relay, back: timedelta) -> None:
    """Minutes are waited for; hours would be too long, and nobody waits for a clock gone wrong."""
    with interrupted(mailing, relay):
        for minute in range(15):
            tick(now_fn=lambda minute=minute: mailing.at - back + minute * A_MINUTE)  # type: ignore[misc]
    assert mailing.states() == {"sent": READERS}
    assert edition_of(mailing).state == "sent"


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(hours=9)])
def test_a_worker_that_died_before_the_clock_was_set_back(
    lining: Mailing, control: Control, back: timedelta
) -> None:
    """Its lease ends in a future that may never come."""
    with writing() as session:
        assert delivery.claim(session, lining.batch_id, worker="dead", now=lining.at)
    for minute in range(15):
        tick(now_fn=lambda minute=minute: lining.at - back + minute * A_MINUTE)  # type: ignore[misc]
    assert times(control) == dict.fromkeys(lining.addresses, 1)
    assert lining.states() == {"sent": READERS}


def test_a_refused_body_is_ours_and_waits_for_a_person(lining: Mailing, control: Control) -> None:
    with writing() as session:
        group = session.scalars(select(Delivery.content_group_id)).first()
        session.execute(
            update(ContentGroup)
            .where(ContentGroup.id == group)
            .values(line_messages='[{"type":"text"}]')
        )
    lining.send()
    tick(now_fn=lambda: lining.at + A_MINUTE)
    assert "LINEが内容を受け付けませんでした" in edition_of(lining).reason
    assert times(control) == {}
    assert not lining.batch().is_in_doubt
    assert lining.states() == {}, "approving it again plans them anew"
