"""One worker's way through a mail batch: turns of at most fifty messages or one second.

Between two turns the ledger is written and asked: whether the batch is still ours, the edition
not stopped, each of the next readers still there. Within a turn nothing is asked: a stop or an
unsubscription takes effect after at most fifty messages, or one second.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim, hold
from notifier.delivery.in_doubt import IN_DOUBT
from notifier.delivery.journal import Journal
from notifier.delivery.letter import Letters
from notifier.delivery.mail_domains import (
    domain_troubles,
    domains_in_flight,
    forget_refusals,
    remember_refusal,
)
from notifier.delivery.models import DeliveryState
from notifier.delivery.politeness import Trouble, domain_of, is_about_domain, is_busy, must_wait
from notifier.delivery.receipts import Receipt, record
from notifier.delivery.recipients import Recipient
from notifier.delivery.refusals import after_refusal, is_about_us, refused_us
from notifier.delivery.take import take
from notifier.kit.errors import NotifierError
from notifier.wire import smtp

MOST_AT_ONCE = 50
TURN_SECONDS = 1.0
FEWEST = 5
MOST_UNWRITABLE = 3  # before anybody was written to: that is not about these readers
UNWRITABLE = "この人あてのメールを組み立てられませんでした。登録の内容を確かめてください。"
LATER = "受け取りを先にのばした相手がいます。少し待って、もう一度試します。"
UNHEARD = "メールサーバーが、受け取ったかどうかを答えません。少し待って、もう一度試します。"
BUSY = "相手のメールサーバーが混み合っています。少し待って、もう一度試します。"

log = structlog.get_logger()


class LettersFailError(NotifierError):
    """One letter after the other cannot be written: a fault of ours, nobody's registration."""


class MailRun:
    """The state of one claim's sending; ``receipts`` are those not yet recorded."""

    def __init__(
        self, mine: Claim, letters: Letters, journal: Journal, now_fn: Callable[[], datetime]
    ) -> None:
        self.receipts: list[Receipt] = []
        self.reason = ""
        self.was_refused = False
        self.has_sent = False
        self.refused_us = 0
        self.wait_until: datetime | None = None
        self._mine = mine
        self._letters = letters
        self._journal = journal
        self._now_fn = now_fn
        self._now = now_fn()
        self._readers: list[Recipient] = []
        self._after = 0
        self._at_most = MOST_AT_ONCE
        self._troubles: dict[str, Trouble] = {}
        self._in_flight: Mapping[str, int] = {}
        self._look_again_at = 0.0
        self._refused: set[str] = set()
        self._accepted: set[str] = set()
        self._put_off: Counter[str] = Counter()
        self._unwritable = 0

    def turn(self, session: Session) -> bool | None:
        """Record what was heard and take the next readers. False: nobody is left to be taken.

        None: the batch is no longer mine, or the edition was stopped.
        """
        mine, self._now = self._mine, self._now_fn()
        is_mine = hold(session, mine, now=self._now)
        record(session, self.receipts, now=self._now)
        self.remember_domains(session, self._now)
        self.receipts, self._readers = [], []
        if not is_mine:
            return None
        self._look_at_domains(session)
        while not self._readers:
            taken = take(
                session,
                mine,
                journal=self._journal.name if self._after == 0 else "",
                after=self._after,
                at_most=self._at_most,
                must_wait=self._waits,
                now=self._now,
            )
            if taken.last_id is None:
                return False
            self._readers, self._after = taken.readers, taken.last_id
        self._letters.load(session, [one.content_group_id for one in self._readers])
        return True

    def deliver(self, mailer: smtp.Mailer) -> bool:
        """Hand the taken readers' letters over; False when the batch must wait.

        Whoever has no answer in the end was surely not served and is queued again.
        """
        left = {one.delivery_id: one for one in self._readers}
        try:
            for mail, ending in mailer.deliver(self._mails(left), before=self._leaving):
                receipt = self._judge(mail, ending)
                self._journal.heard(mail.key, receipt.state, receipt.reason)
                self.receipts.append(receipt)
                del left[mail.key]
                if isinstance(ending, smtp.SmtpRefusedError) and ending.stage == "sender":
                    return False
        finally:
            self.receipts += [Receipt(one, DeliveryState.QUEUED) for one in left]
        tried = len(self._readers) - len(left)
        self._at_most = min(MOST_AT_ONCE, max(FEWEST, tried * 2))
        return True

    @property
    def is_unheard(self) -> bool:
        """Whether the relay took a letter and said nothing; then no other was given to it."""
        return any(one.state is DeliveryState.UNKNOWN for one in self.receipts)

    def remember_domains(self, session: Session, now: datetime) -> None:
        """Write down which providers said "later", and which took mail again."""
        for domain in sorted(self._refused):
            remember_refusal(session, self._mine.hub_id, domain, now=now)
        recovered = (self._accepted & self._troubles.keys()) - self._refused
        if recovered:
            forget_refusals(session, self._mine.hub_id, recovered)
        if self._refused or recovered:
            self._look_again_at = 0.0
        self._refused, self._accepted = set(), set()

    def _mails(self, left: dict[int, Recipient]) -> Iterator[smtp.Mail]:
        """The letters, one by one as they are needed, until the turn's second is over."""
        until = time.monotonic() + TURN_SECONDS
        for reader in self._readers:
            if time.monotonic() > until:
                self._after = reader.delivery_id - 1
                return
            if domain_of(reader.address) in self._refused:
                self.reason = BUSY
                continue
            message = self._write(reader)
            if message is None:
                self._unwritable += 1
                if self._unwritable >= MOST_UNWRITABLE and not self.has_sent:
                    raise LettersFailError("だれあてのメールも組み立てられません。")
                self.receipts.append(Receipt(reader.delivery_id, DeliveryState.FAILED, UNWRITABLE))
                del left[reader.delivery_id]
                continue
            sender = self._letters.sender(reader)
            yield smtp.Mail(reader.delivery_id, sender, reader.address, message, is_ready=True)

    def _write(self, reader: Recipient) -> bytes | None:
        try:
            return self._letters.write(reader, self._now)
        except Exception as error:  # one reader's letter that cannot be written harms no other
            log.error(  # noqa: TRY400 - a traceback would carry the reader's address
                "delivery.letter_failed", delivery_id=reader.delivery_id, kind=type(error).__name__
            )
            return None

    def _leaving(self, mail: smtp.Mail) -> None:
        self._journal.leaving(mail.key)

    def _judge(self, mail: smtp.Mail, ending: smtp.Ending) -> Receipt:
        domain = domain_of(mail.recipient)
        if isinstance(ending, str):
            self.has_sent = True
            self._accepted.add(domain)
            del self._put_off[domain]
            return Receipt(mail.key, DeliveryState.SENT)
        if isinstance(ending, smtp.SmtpUnknownError):
            self.reason = UNHEARD
            return Receipt(mail.key, DeliveryState.UNKNOWN, IN_DOUBT)
        self.was_refused = True
        if is_about_us(ending):
            self.refused_us += 1
            self.reason = refused_us(ending)
        if ending.stage != "sender" and not ending.permanent:
            self.reason = self.reason or LATER
            if is_about_domain(ending.code, ending.text):
                self._put_off[domain] += 1
                if is_busy(ending.code, self._put_off[domain]):
                    self._refused.add(domain)
                    self.reason = BUSY
        return after_refusal(mail.key, ending, mail_from=self._letters.mail_from)

    def _look_at_domains(self, session: Session) -> None:
        """Which providers must be left alone; asked once a second, and after each "later"."""
        if time.monotonic() < self._look_again_at:
            return
        self._troubles = domain_troubles(session, self._mine.hub_id)
        self._in_flight = domains_in_flight(
            session, self._mine, is_careful=bool(self._troubles), now=self._now
        )
        self._look_again_at = time.monotonic() + TURN_SECONDS

    def _waits(self, domain: str) -> bool:
        is_waiting = must_wait(domain, self._troubles, self._in_flight, now=self._now)
        if is_waiting:
            self._wait_for(domain)
        return is_waiting

    def _wait_for(self, domain: str) -> None:
        """Remember until when the batch waits for the first of its providers."""
        self.reason = BUSY
        trouble = self._troubles.get(domain)
        if trouble is not None:
            self.wait_until = min(self.wait_until or trouble.paused_until, trouble.paused_until)
