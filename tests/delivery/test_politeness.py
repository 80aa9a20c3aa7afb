"""A provider that says "later" is left alone for a while; the others are served meanwhile."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from notifier.config import settings
from notifier.delivery import Batch, BatchState, Delivery, DeliveryState, MailDomain
from notifier.delivery.channels import email as channel
from notifier.delivery.mail_run import LATER
from notifier.delivery.politeness import (
    MOST_AT_ONCE,
    PAUSES,
    domain_of,
)
from notifier.delivery.refusals import LEFT_TO_A_PERSON
from notifier.editions import Edition, EditionState
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.wire import smtp
from tests.delivery.mailing import Mailing, Post, Use, make_mailing

DOMAINS = ("busy.example.jp", "calm.example.jp")
READERS = 20


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    del engine
    return make_mailing(READERS, domains=DOMAINS, now=now)


def busy(
    code: int = 451, text: str = "4.7.1 too fast"
) -> Callable[[str], smtp.SmtpRefusedError | None]:
    def refuse(recipient: str) -> smtp.SmtpRefusedError | None:
        return smtp.SmtpRefusedError(code, text) if recipient.endswith(DOMAINS[0]) else None

    return refuse


def domains() -> dict[str, int]:
    with reading() as session:
        return {one.domain: one.strikes for one in session.scalars(select(MailDomain))}


def test_later_from_one_provider_keeps_no_other_waiting(mailing: Mailing, use: Use) -> None:
    asked: list[str] = []

    def refuse(recipient: str) -> smtp.SmtpRefusedError | None:
        asked.append(recipient)
        return busy()(recipient)

    use(Post(refuses=refuse))
    mailing.send()
    assert mailing.states() == {"queued": 10, "sent": 10}
    assert sum(one.endswith(DOMAINS[0]) for one in asked) == 2, "the others there were not tried"
    assert domains() == {DOMAINS[0]: 1}
    batch = mailing.batch()
    assert batch.state is BatchState.RETRY
    assert "混み合って" in batch.reason


def test_while_the_pause_lasts_nobody_there_is_asked_and_then_all_are_served(
    mailing: Mailing, use: Use
) -> None:
    use(Post(refuses=busy()))
    mailing.send()
    attempts = mailing.batch().attempts
    early = use(Post())
    mailing.send(timedelta(seconds=PAUSES[0] - 10))
    assert early.taken == []
    batch = mailing.batch()
    assert batch.attempts == attempts, "waiting for one's turn is no attempt"
    assert batch.next_try_at == mailing.at + timedelta(seconds=PAUSES[0])
    late = use(Post())
    mailing.send(timedelta(seconds=PAUSES[0] + 1))
    assert len(late.taken) == 10
    assert mailing.states() == {"sent": READERS}
    assert domains() == {}, "forgiven"


def test_a_full_mailbox_speaks_for_itself_alone(mailing: Mailing, use: Use) -> None:
    asked: list[str] = []

    def refuse(recipient: str) -> smtp.SmtpRefusedError | None:
        asked.append(recipient)
        return busy(452, "4.2.2 mailbox full")(recipient)

    use(Post(refuses=refuse))
    mailing.send()
    assert len(asked) == READERS
    assert domains() == {}


@pytest.mark.parametrize("text", ["4.1.1 unverified address", "4.7.1 Greylisted", "no code"])
def test_one_mailbox_that_is_put_off_for_ever_keeps_nobody_there_waiting(
    mailing: Mailing, use: Use, text: str
) -> None:
    first = mailing.addresses[0]
    one = lambda to: smtp.SmtpRefusedError(450, text) if to == first else None  # noqa: E731
    use(Post(refuses=one))
    mailing.send()
    assert mailing.states() == {"queued": 1, "sent": READERS - 1}
    assert domains() == {}
    assert mailing.batch().reason == LATER


def test_two_put_off_with_one_taken_between_speak_for_themselves(
    mailing: Mailing, use: Use
) -> None:
    put_off = {mailing.addresses[0], mailing.addresses[4]}
    use(Post(refuses=lambda to: smtp.SmtpRefusedError(450, "later") if to in put_off else None))
    mailing.send()
    assert mailing.states() == {"queued": 2, "sent": READERS - 2}
    assert domains() == {}


def test_a_batch_that_gets_on_is_not_given_up(mailing: Mailing, use: Use) -> None:
    """Each run the relay takes one and then has enough."""
    for minutes in range(READERS - 1):
        post = use(Post())
        post.refuses = lambda _, post=post: (  # type: ignore[misc]
            smtp.SmtpRefusedError(421, "enough", stage="sender") if post.taken else None
        )
        mailing.send(timedelta(minutes=minutes))
        assert len(post.taken) == 1
        assert mailing.batch().attempts == 0
    use(Post())
    mailing.send(timedelta(minutes=READERS))
    assert mailing.states() == {"sent": READERS}


def test_twelve_hours_are_enough_also_for_a_batch_that_gets_on(mailing: Mailing, use: Use) -> None:
    use(Post(refuses=busy()))
    mailing.send()
    with writing() as session:
        session.execute(update(Batch).values(first_attempt_at=mailing.at - channel.GIVE_UP_AFTER))
    full = mailing.addresses[0]
    use(Post(refuses=lambda to: busy(452, "4.2.2 full")(to) if to == full else None))
    mailing.send(timedelta(minutes=1))
    assert mailing.states() == {"failed": 1, "sent": READERS - 1}


def test_after_twelve_tries_it_is_given_up_and_said(mailing: Mailing, use: Use) -> None:
    use(Post(refuses=busy(452, "4.2.2 mailbox full")))
    for minutes in range(0, 720, 31):
        mailing.send(timedelta(minutes=minutes))
    assert mailing.states() == {"failed": 10, "sent": 10}
    with reading() as session:
        reasons = set(
            session.scalars(select(Delivery.reason).where(Delivery.state == DeliveryState.FAILED))
        )
    assert reasons == {channel.GIVEN_UP}


def test_no_more_than_the_cap_write_to_one_provider_at_once(
    mailing: Mailing, use: Use, now: datetime
) -> None:
    """Other workers hold readers of the same provider: this one leaves theirs for later."""
    with writing() as session:
        mine = session.get_one(Batch, mailing.batch_id)
        ids = list(session.scalars(select(Delivery.id).order_by(Delivery.id)))
        for number in range(MOST_AT_ONCE):
            other = Batch(
                hub_id=mine.hub_id,
                edition_id=mine.edition_id,
                content_group_id=None,
                channel="email",
                number=number + 2,
                state=BatchState.CLAIMED,
                retry_key=str(number),
                claimed_by=f"other {number}",
                lease_until=now + timedelta(seconds=60),
            )
            session.add(other)
            session.flush()
            session.execute(
                update(Delivery)
                .where(Delivery.id == ids[2 * number])
                .values(batch_id=other.id, state=DeliveryState.SENDING)
            )
    post = use(Post())
    mailing.send()
    assert {domain_of(one) for one in post.taken} == {DOMAINS[1]}
    assert mailing.batch().state is BatchState.RETRY


def last_try(mailing: Mailing) -> None:
    """The twelfth in vain."""
    with writing() as session:
        session.execute(update(Batch).values(attempts=channel.MOST_ATTEMPTS - 1))
    mailing.send(timedelta(minutes=31))


@pytest.mark.parametrize(
    ("code", "stage", "text"),
    [
        (554, "recipient", "5.7.1 <a@b.example.jp>: Relay access denied"),
        (553, "recipient", "5.7.1 Sender address rejected: not owned by user"),
        (530, "recipient", "5.7.0 Authentication required"),
        (550, "sender", "5.1.8 who are you"),
    ],
)
def test_a_relay_set_up_wrongly_fails_nobody_and_is_left_to_a_person(
    mailing: Mailing, use: Use, code: int, stage: str, text: str
) -> None:
    use(Post(refuses=lambda _: smtp.SmtpRefusedError(code, text, stage=stage)))
    mailing.send()
    assert mailing.states() == {"queued": READERS}
    assert str(code) in mailing.batch().reason
    last_try(mailing)
    batch = mailing.batch()
    assert (batch.state, batch.reason) == (BatchState.REJECTED, LEFT_TO_A_PERSON)
    tick(now_fn=lambda: mailing.at + timedelta(hours=8))
    with reading() as session:
        edition = session.get_one(Edition, mailing.edition_id)
    assert edition.state is EditionState.BLOCKED
    assert f"{READERS}人にはまだ送っていません。{LEFT_TO_A_PERSON}" in edition.reason
    assert mailing.states() == {}, "approving it again plans them anew"


def test_a_sender_refused_half_way_fails_nobody(mailing: Mailing, use: Use) -> None:
    no = smtp.SmtpRefusedError(550, "5.1.8 who are you", stage="sender")
    for tries in (mailing.send, lambda: last_try(mailing)):
        post = use(Post())
        post.refuses = lambda _, post=post, tries=tries: (  # type: ignore[misc]
            no if len(post.taken) == 10 or tries != mailing.send else None
        )
        tries()
    assert mailing.states() == {"queued": 10, "sent": 10}
    assert mailing.batch().state is BatchState.REJECTED


def test_one_readers_own_server_set_up_wrongly_blocks_no_edition(
    mailing: Mailing, use: Use
) -> None:
    one = mailing.addresses[0]
    denied = smtp.SmtpRefusedError(554, "5.7.1 Relay access denied")
    use(Post(refuses=lambda to: denied if to == one else None))
    mailing.send()
    assert mailing.states() == {"queued": 1, "sent": READERS - 1}
    last_try(mailing)
    assert mailing.states() == {"failed": 1, "sent": READERS - 1}
    assert mailing.batch().state is BatchState.DONE
