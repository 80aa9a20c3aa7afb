"""E-mail: one connection per batch, receipts in bulk, a journal for what lies between.

SMTP has no retry key. Readers are marked *sending* fifty at a time, each message is written into
a local journal when it leaves and when its answer was read, and what was heard is recorded with
the next fifty. A killed worker leaves at most one message in doubt, a dead machine at most fifty;
they are listed as unknown and never sent again by themselves. The deterministic Message-ID lets a
receiver recognise a twin.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.channel import Sending
from notifier.delivery.claim import Claim, release
from notifier.delivery.in_doubt import settle_taken
from notifier.delivery.journal import Journal, JournalInUseError
from notifier.delivery.lateness import late_at
from notifier.delivery.letter import Letters
from notifier.delivery.mail_run import MailRun
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.move import move_all
from notifier.delivery.receipts import record
from notifier.delivery.refusals import LEFT_TO_A_PERSON
from notifier.delivery.retry import mail_pause
from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.kit.db import writing
from notifier.subscribers import link_key
from notifier.wire import smtp

KEY = "email"
UNREACHABLE = "メールサーバーに接続できません。少し待って、もう一度試します。"
NO_SENDER = "拠点のメールの差出人が設定されていません。設定の画面で入れてください。"
GIVEN_UP = "メールサーバーが受け取らないため、送るのをあきらめました。"
AWAY = (
    "メールサーバーに接続できないまま、送る時刻を大きく過ぎました。"
    "メールサーバーが動いているか、設定が正しいかを確かめてください。"
)
SILENT = (
    "メールサーバーが、受け取ったかどうかを答えないまま、送る時刻を大きく過ぎました。"
    "メールサーバーの様子を確かめてください。"
)
MOST_ATTEMPTS = 12  # about four hours of pauses
GIVE_UP_AFTER = timedelta(hours=12)  # also when a provider keeps us waiting without an answer
ANOTHER_TURN = timedelta(seconds=5)

End = Literal["done", "later", "lost"]


def prepare(session: Session, mine: Claim, *, now: datetime) -> Sending | None:
    """Settle what a dead worker left."""
    letters = _letters(session, mine, now)
    return None if letters is None else partial(_send, mine, letters)


def _send(mine: Claim, letters: Letters, now_fn: Callable[[], datetime]) -> None:
    """Send what is left of the batch, fifty readers at a time."""
    journal = Journal(mine.batch_id)
    is_recorded = False
    try:
        run = MailRun(mine, letters, journal, now_fn)
        end = _send_all(run)
        with writing() as session:
            _lay_down(session, mine, run, end, now_fn())
        is_recorded = True
    finally:
        journal.close(is_recorded=is_recorded)


def _letters(session: Session, mine: Claim, now: datetime) -> Letters | None:
    batch = session.get_one(Batch, mine.batch_id)
    batch.first_attempt_at = batch.first_attempt_at or now
    try:
        settle_taken(session, batch, now=now)
    except JournalInUseError as error:
        _try_again(session, mine, now + ANOTHER_TURN, str(error), attempts=mine.attempts - 1)
        return None
    if not _waiting(session, mine):
        release(session, mine, BatchState.DONE, done_at=now)
        return None
    hub = session.get_one(Hub, mine.hub_id)
    if not hub.mail_from:
        release(session, mine, BatchState.REJECTED, reason=NO_SENDER, done_at=now)
        return None
    return Letters(
        hub=hub,
        edition_id=mine.edition_id,
        edition_salt=session.scalars(
            select(Edition.salt).where(Edition.id == mine.edition_id)
        ).one(),
        link_key=link_key(session, hub),
        base_url=settings().base_url,
        is_verp=settings().verp,
    )


def _send_all(run: MailRun) -> End:
    """How it ended: "later" when the relay went away, "lost" when stopped or taken over."""
    try:
        with smtp.open_mailer(settings().smtp_url) as mailer:
            while True:
                with writing() as session:
                    going = run.turn(session)
                if going is None:
                    return "lost"
                if not going:
                    return "done"
                if not run.deliver(mailer):
                    return "later"
    except smtp.SmtpUnreachableError:
        return "later"


def _lay_down(session: Session, mine: Claim, run: MailRun, end: End, now: datetime) -> None:
    """Record what was heard and leave the batch in the state it reached; a batch somebody else
    took over is theirs."""
    record(session, run.receipts, now=now)
    run.remember_domains(session, now)
    if end == "lost":
        release(session, mine, BatchState.STOPPED, done_at=now)
        return
    attempts = 0 if run.has_sent else mine.attempts  # a batch that gets on is not given up
    again = max(now + mail_pause(max(1, attempts)), run.wait_until or now)
    if end == "done" and not _waiting(session, mine):
        release(session, mine, BatchState.DONE, done_at=now, reason="")
    elif (
        attempts >= MOST_ATTEMPTS
        or _is_too_long(session, mine, now)
        or ((end == "later" or run.refused_us) and again > _late_at(session, mine))
    ):
        _give_up(session, mine, run, end, now)
    elif end == "done" and not run.was_refused:
        # Only waiting for a provider's turn: nothing was tried in vain.
        turn = run.wait_until or now + ANOTHER_TURN
        _try_again(session, mine, turn, run.reason, attempts=max(0, attempts - 1))
    else:
        _try_again(session, mine, again, run.reason or UNREACHABLE, attempts=attempts)


def _give_up(session: Session, mine: Claim, run: MailRun, end: End, now: datetime) -> None:
    """What our relay or our settings are to blame for waits for a person; else who is left failed.

    One reader alone, when others were served, is the one whose own server is set up wrongly.
    """
    is_alone = run.refused_us == 1 and end == "done" and _anybody_sent(session, mine)
    if run.refused_us and not is_alone:
        release(session, mine, BatchState.REJECTED, done_at=now, reason=LEFT_TO_A_PERSON)
    elif end == "later":  # nobody else was even asked about
        why = SILENT if run.is_unheard else AWAY
        release(session, mine, BatchState.REJECTED, done_at=now, reason=why)
    elif release(session, mine, BatchState.DONE, done_at=now, reason=GIVEN_UP):
        queued, failed = DeliveryState.QUEUED, DeliveryState.FAILED
        move_all(session, mine, queued, failed, reason=GIVEN_UP, now=now)


def _try_again(session: Session, mine: Claim, at: datetime, reason: str, *, attempts: int) -> None:
    retry = BatchState.RETRY
    release(session, mine, retry, next_try_at=at, reason=reason, attempts=attempts)


def _is_too_long(session: Session, mine: Claim, now: datetime) -> bool:
    begun = session.get_one(Batch, mine.batch_id).first_attempt_at
    return begun is not None and now >= begun + GIVE_UP_AFTER


def _late_at(session: Session, mine: Claim) -> datetime:
    return late_at(session, session.get_one(Batch, mine.batch_id))


def _waiting(session: Session, mine: Claim) -> int:
    return _count(session, mine, DeliveryState.QUEUED)


def _anybody_sent(session: Session, mine: Claim) -> bool:
    return _count(session, mine, DeliveryState.SENT) > 0


def _count(session: Session, mine: Claim, state: DeliveryState) -> int:
    query = select(func.count()).where(Delivery.batch_id == mine.batch_id, Delivery.state == state)
    return session.scalar(query) or 0
