"""What a mail server refuses is put down to whom it is about: a reader, the letter, or us."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import notifier.cli.practice.fill as practice
from notifier import delivery, subscribers
from notifier.delivery import Batch, BatchState, Delivery, DeliveryState, mail_run
from notifier.delivery.letter import Letters
from notifier.delivery.recipients import Recipient
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from notifier.subscribers import Address, AddressState
from notifier.wire import smtp
from tests.delivery.conftest import Ready, make_ready
from tests.walks.world import World

SHORTLY = timedelta(seconds=1)


class Refusing:
    """A mailer that refuses one address at one stage."""

    def __init__(self, address: str, code: int, stage: str, words: str = "no") -> None:
        self.address, self.code, self.stage, self.words = address, code, stage, words

    def send(self, message: bytes, *, sender: str, recipient: str) -> str:
        """Refuse the one, take the others."""
        del message, sender
        if recipient == self.address:
            raise smtp.SmtpRefusedError(self.code, self.words, stage=self.stage)
        return "250 ok"

    def deliver(
        self, mails: Iterable[smtp.Mail], *, before: Callable[[smtp.Mail], None]
    ) -> Iterator[tuple[smtp.Mail, smtp.Ending]]:
        """One after another."""
        for mail in mails:
            before(mail)
            ending: smtp.Ending
            try:
                ending = self.send(mail.message, sender=mail.sender, recipient=mail.recipient)
            except smtp.SmtpRefusedError as error:
                ending = error
            yield mail, ending


@pytest.fixture
def mail_only(here: World, now: datetime) -> Ready:
    """12 mail readers, nobody on LINE."""
    return make_ready(here, now, line=0, email=12)


def go(ready: Ready, after: timedelta = SHORTLY) -> None:
    moment = ready.send_at + after
    tick(now_fn=lambda: moment)


def refuse(monkeypatch: pytest.MonkeyPatch, mailer: smtp.Mailer) -> None:
    @contextmanager
    def opened(_url: str) -> Iterator[smtp.Mailer]:
        yield mailer

    monkeypatch.setattr(smtp, "open_mailer", opened)


def states(ready: Ready) -> dict[str, int]:
    with reading() as session:
        status = delivery.status(session, session.get_one(Edition, ready.edition_id))
    return {state: number for state, number in status["channels"]["email"].items() if number}


def address_of(ready: Ready) -> Address:
    with reading() as session:
        found = session.scalar(select(Address).where(Address.address == ready.mail_addresses[0]))
    assert found is not None
    return found


def test_a_refused_recipient_is_a_bounce_and_is_suspended(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, Refusing(mail_only.mail_addresses[0], 550, "recipient"))
    go(mail_only)
    assert states(mail_only) == {"bounced": 1, "sent": 11}
    assert address_of(mail_only).state == AddressState.SUSPENDED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5.7.1 your host is listed in a DNSBL", "受け取りを断って"),
        ("5.2.2 mailbox full", "受信箱がいっぱい"),
    ],
)
def test_a_recipient_refused_for_what_is_not_theirs_is_said_and_not_suspended(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    refuse(monkeypatch, Refusing(mail_only.mail_addresses[0], 550, "recipient", words))
    go(mail_only)
    assert states(mail_only) == {"failed": 1, "sent": 11}
    assert address_of(mail_only).state == AddressState.ACTIVE
    with reading() as session:
        reason = session.scalar(
            select(Delivery.reason).where(Delivery.state == DeliveryState.FAILED)
        )
    assert said in (reason or "")


def test_a_refused_letter_failed_but_says_nothing_about_the_reader(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, Refusing(mail_only.mail_addresses[0], 554, "message"))
    go(mail_only)
    assert states(mail_only) == {"failed": 1, "sent": 11}
    assert address_of(mail_only).state == AddressState.ACTIVE


def test_a_refused_sender_waits_and_suspends_nobody(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, Refusing(mail_only.mail_addresses[0], 550, "sender"))
    go(mail_only)
    assert address_of(mail_only).state == AddressState.ACTIVE
    assert states(mail_only) == {"queued": 12}
    with reading() as session:
        waiting = session.scalars(select(Batch).where(Batch.state == BatchState.RETRY)).one()
    assert "差出人" in waiting.reason


def test_one_letter_that_cannot_be_written_harms_no_other(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Letters.write

    def write(self: Letters, reader: Recipient, now: datetime) -> bytes:
        if reader.address == mail_only.mail_addresses[0]:
            raise ValueError(reader.address)
        return whole(self, reader, now)

    monkeypatch.setattr(Letters, "write", write)
    go(mail_only)
    assert states(mail_only) == {"failed": 1, "sent": 11}
    with reading() as session:
        failed = session.scalars(
            select(Delivery).where(Delivery.state == DeliveryState.FAILED)
        ).one()
    assert failed.reason == mail_run.UNWRITABLE


def test_a_reader_who_pauses_between_two_turns_gets_none(
    mail_only: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = mail_only.send_at + SHORTLY
    monkeypatch.setattr(mail_run, "MOST_AT_ONCE", 1)
    delivery.dispatch(mail_only.edition_id, now_fn=lambda: moment)
    with reading() as session:
        query = select(Delivery.batch_id, Delivery.subscriber_id).order_by(Delivery.id)
        batch_id, first = session.execute(query).first() or (None, None)
        mates = list(
            session.scalars(
                select(Delivery.subscriber_id)
                .where(Delivery.batch_id == batch_id, Delivery.subscriber_id != first)
                .order_by(Delivery.id)
            )
        )
    whole = Letters.write

    def write(self: Letters, reader: Recipient, now: datetime) -> bytes:
        for mate in mates:
            with writing() as session:
                person = session.get_one(subscribers.Subscriber, mate)
                until = now + timedelta(days=7)
                subscribers.pause(session, person, until=until, by=practice.MACHINE, now=now)
        return whole(self, reader, now)

    monkeypatch.setattr(Letters, "write", write)
    assert batch_id is not None
    delivery.send_batch(batch_id, now_fn=lambda: moment)
    with reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.batch_id == batch_id)).all()
    assert sorted(row.state.value for row in rows) == ["sent"] + ["suppressed"] * len(mates)
    assert all(row.reason for row in rows if row.state is DeliveryState.SUPPRESSED)
