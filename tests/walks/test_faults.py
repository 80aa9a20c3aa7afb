"""Whatever goes wrong, in whatever order: every reader once, nothing lost unsaid, the counts true.

LINE and a mail relay misbehave by script; workers and beat are killed, the broker forgets, database
connections end, the clock jumps over midnight and the end of a month. The judges are the fake
platform and the relay. ``NOTIFIER_FAULTS=50`` plays so many drawn scripts; a script that failed is
printed and played again by ``NOTIFIER_FAULTS_SCRIPT``.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as drawing
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import audit
from notifier.config import settings
from notifier.delivery import Delivery, DeliveryState
from notifier.delivery.stand_in import NEITHER
from notifier.kit.db import reading
from notifier.subscribers import Address
from tests.fakes.mail_trouble import LEAVE_DOUBT, MailTrouble, TroubledRelay
from tests.walks.copies import (
    NOON_BEFORE,
    Prepared,
    copied,
    cut_database,
    empty_broker,
    own_broker,
    prepare,
)
from tests.walks.rehearsal import Rehearsal
from tests.walks.script import ACTS, OVER_MIDNIGHT, Script, Step, load, scripts
from tests.walks.world import set_environment, world

MANY = int(os.environ.get("NOTIFIER_FAULTS", "0"))
REPLAY = os.environ.get("NOTIFIER_FAULTS_SCRIPT", "")
IS_POSTGRES = bool(os.environ.get("NOTIFIER_TEST_DATABASE_URL"))
USABLE = [act for act in ACTS if IS_POSTGRES or act != "cut_database"]

pytestmark = [pytest.mark.kill, pytest.mark.slow]


def drawn(few: int) -> drawing:
    """So many examples, always the same ones unless many are asked for; never shrunk: they take
    seconds each, and what failed is printed whole."""
    return drawing(
        max_examples=MANY or few,
        derandomize=not MANY,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def prepared(schema_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """Filled once for all rehearsals."""
    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patched, copied(schema_url, folder) as url:
        yield prepare(folder, url, patched)
    settings.cache_clear()


@given(script=scripts())
@example(script=Script(line=("bad_id", "500_after", "bad_id"), mail=(MailTrouble("drop_kept"),)))
@example(script=Script(line=("401",) * 40))  # a person is asked, and approves once more
@example(
    script=Script(line=("500_after", "401", "reset_after", "bad_id", "hang_after", "429_rate"))
)
@example(
    script=Script(
        mail=(
            MailTrouble("rcpt_5xx"),
            MailTrouble("drop_kept", 3),
            MailTrouble("data_421", 3),
            MailTrouble("taken_then_close", 3),
            MailTrouble("drop_forgotten", 3),
        )
    )
)
@drawn(4)
def test_trouble_outside(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    rehearse(prepared, tmp_path, monkeypatch, script)


@given(script=scripts(acts=USABLE, most_steps=4))
@example(
    script=Script(
        line=("hang_after", "500_after"),
        mail=(MailTrouble("drop_kept", 5),),
        steps=(
            Step("kill_worker", 0.3),
            Step("empty_broker"),
            Step("kill_beat"),
            Step("jump", 0.4, OVER_MIDNIGHT),
        ),
    )
)
@drawn(1)
def test_deaths_and_trouble(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    with own_broker(monkeypatch):
        rehearse(prepared, tmp_path, monkeypatch, script)


def test_beat_and_worker_go_on_when_broker_and_connections_are_gone(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody starts them again: beat rings, the worker hears, what was forgotten is found."""
    deeds = [empty_broker, cut_database, empty_broker] if IS_POSTGRES else [empty_broker] * 2
    with own_broker(monkeypatch), stage(prepared, tmp_path, monkeypatch, Script()) as played:
        played.go_on_after(*deeds)
        judge(played, Script())


@pytest.mark.skipif(not REPLAY, reason="NOTIFIER_FAULTS_SCRIPT names no script")
def test_the_script_that_failed(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_broker(monkeypatch):
        rehearse(prepared, tmp_path, monkeypatch, load(REPLAY))


def rehearse(
    prepared: Prepared, folder: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    """Play the script on a copy of the world and judge by what arrived."""
    try:
        with stage(prepared, folder, monkeypatch, script) as played:
            played.play(script, monkeypatch)
            judge(played, script)
            print(f"\n{played.told()}")
    except BaseException:
        print(f"\nreplay: NOTIFIER_FAULTS_SCRIPT='{script.dump()}'")
        raise


@contextmanager
def stage(
    prepared: Prepared, folder: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> Iterator[Rehearsal]:
    """A copy of the world at the hour of sending, its relay in trouble."""
    own = folder / f"r{len(list(folder.iterdir()))}"
    own.mkdir()
    shutil.copy(prepared.folder / "simulator.sqlite3", own)
    with (
        copied(prepared.url, own) as url,
        world(own, url, monkeypatch, now=NOON_BEFORE) as here,
        TroubledRelay(script.mail, prepared.mail_addresses) as relay,
    ):
        set_environment(monkeypatch, {"NOTIFIER_SMTP_URL": relay.url})
        here.now = prepared.send_at
        yield Rehearsal(prepared, here, relay, prepared.send_at)


def judge(played: Rehearsal, script: Script) -> None:
    """The promise, reader by reader."""
    ledger = deliveries(played)
    on_line = played.here.control.received(practice.channel_id("nishi"), kind="multicast")
    times = Counter({user: sum(n.values()) for user, n in on_line.items()})
    judge_line(played, script, {one: ledger.get(one) for one in played.prepared.line_ids}, times)
    judge_mail(played, {one: ledger.get(one) for one in played.prepared.mail_addresses})
    judge_pairs(played, script, ledger, times)
    judge_counts(played, ledger)


Ledger = dict[str, tuple[DeliveryState, str] | None]


def deliveries(played: Rehearsal) -> dict[str, tuple[DeliveryState, str]]:
    """Address -> what the ledger says became of it, and the sentence."""
    with reading() as session:
        rows = session.execute(
            select(Address.address, Delivery.state, Delivery.reason)
            .join(Delivery, Delivery.address_id == Address.id)
            .where(Delivery.edition_id == played.prepared.edition_id)
        ).all()
    assert len({row[0] for row in rows}) == len(rows), "two rows for one reader"
    return {address: (state, reason) for address, state, reason in rows}


def judge_line(played: Rehearsal, script: Script, ledger: Ledger, times: Counter[str]) -> None:
    """Exactly once, but for ids LINE refused; whom a block left out is in no row."""
    assert set(times) <= played.prepared.line_ids
    assert max(times.values(), default=0) <= 1, "twice on one phone"
    states = Counter(one and one[0] for one in ledger.values())
    assert states[DeliveryState.FAILED] <= script.line.count("bad_id")
    assert set(states) <= {DeliveryState.SENT, DeliveryState.FAILED, None}
    for user, one in ledger.items():
        is_sent = one is not None and one[0] is DeliveryState.SENT
        assert times[user] == int(is_sent), f"{one}, {times[user]} received"


def judge_mail(played: Rehearsal, ledger: Ledger) -> None:
    """At most once; lost never; in doubt one a kill or dropped line at most, each with a sentence."""
    struck, counts = played.relay.struck, played.relay.counts
    states = Counter(one and one[0] for one in ledger.values())
    doubtful = sum(struck[kind] for kind in LEAVE_DOUBT)
    assert states[DeliveryState.UNKNOWN] <= played.kills + doubtful
    assert states[DeliveryState.UNKNOWN] >= doubtful
    assert states[DeliveryState.BOUNCED] <= struck["rcpt_5xx"]
    neither = sum(one is not None and one[1] == NEITHER for one in ledger.values())
    assert states[DeliveryState.FAILED] <= struck["data_5xx"] + neither
    allowed = {
        DeliveryState.SENT,
        DeliveryState.UNKNOWN,
        DeliveryState.BOUNCED,
        DeliveryState.FAILED,
        None,
    }
    assert set(states) <= allowed, "left open"
    for address, one in ledger.items():
        state, reason = one or (None, "")
        if state is DeliveryState.SENT:
            assert counts[address] == 1
        elif state is DeliveryState.UNKNOWN:
            assert counts[address] <= 1
        else:
            assert counts[address] == 0
        assert bool(reason) == (state not in {DeliveryState.SENT, None}), "no sentence for staff"


def judge_pairs(
    played: Rehearsal,
    script: Script,
    ledger: dict[str, tuple[DeliveryState, str]],
    times: Counter[str],
) -> None:
    """Who has both ways is told by one: by mail only when LINE refused the id."""
    for user, address in played.prepared.pairs.items():
        assert times[user] + played.relay.counts[address] <= 1, "told twice, by two ways"
        is_refused = ledger.get(user, (None,))[0] is DeliveryState.FAILED
        if not any(step.jump for step in script.steps):  # else it may be too late to stand in
            assert (address in ledger) == is_refused


def judge_counts(played: Rehearsal, ledger: dict[str, tuple[DeliveryState, str]]) -> None:
    """The edition's state, the line of truth and the trail agree with the ledger."""
    prepared, edition, status = played.prepared, played.edition(), played.status()
    person = {address: user for user, address in prepared.pairs.items()}
    everybody = {person.get(one, one) for one in prepared.line_ids | prepared.mail_addresses}
    left_out = len(everybody - {person.get(one, one) for one in ledger})
    counted = sum(n for states in status["channels"].values() for n in states.values())
    assert counted == len(ledger)
    sent = sum(states["sent"] for states in status["channels"].values())
    assert sent == sum(state is DeliveryState.SENT for state, _ in ledger.values())
    with reading() as session:
        told = audit.history(session, edition.hub_id, subject=("edition", edition.id))
    verbs = Counter(entry.verb for entry in told)
    assert verbs["block"] == len(played.blocked)
    assert verbs["dispatch"] == verbs["approve"]
    if edition.state == "blocked":
        assert left_out
        assert f"{sent:,}人に送りましたが、{left_out:,}人にはまだ送っていません" in edition.reason
    else:
        assert (edition.state, left_out, verbs["finish"]) == ("sent", 0, 1)
