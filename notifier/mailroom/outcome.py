"""What follows from the way a call ended: pure, so that every ending can be tried at a desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifier.mailroom.models import OutboxState
from notifier.wire import smtp

ACCEPTED = frozenset({200, 409})
UNAUTHORISED, RATE_LIMITED, FIRST_SERVER_ERROR = 401, 429, 500
BACKOFF_SECONDS = (5, 30, 120, 600, 1800, 3600)
REPLY_AGAIN = timedelta(seconds=2)
# LINE remembers a retry key for 24 h; afterwards the same key would send a second message.
GIVE_UP_AFTER = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the row: attempts include the one that just ended."""

    channel: str
    attempts: int
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The row's next state; ``due_at`` is set when it is tried again."""

    state: OutboxState
    reason: str = ""
    due_at: datetime | None = None


SENT = Outcome(OutboxState.SENT)


def after_line_answer(facts: Facts, status: int, *, now: datetime) -> Outcome:
    """After LINE answered with ``status``."""
    if status in ACCEPTED:
        return SENT
    if status in (UNAUTHORISED, RATE_LIMITED) or status >= FIRST_SERVER_ERROR:
        return try_again(facts, f"LINEの返事 {status}", now=now)
    if facts.channel == "line_reply" and facts.attempts > 1:
        # The token is spent: most likely by our own first attempt, whose answer was lost.
        return Outcome(OutboxState.UNKNOWN, "届いたかどうか分かりません（返信の期限切れ）")
    return Outcome(OutboxState.FAILED, f"LINEが受け付けませんでした（{status}）")


def after_mail_error(facts: Facts, error: Exception, *, now: datetime) -> Outcome:
    """After the mail server refused, vanished, or left us not knowing."""
    if isinstance(error, smtp.SmtpUnknownError):
        return Outcome(OutboxState.UNKNOWN, str(error))
    if isinstance(error, smtp.SmtpRefusedError) and error.permanent:
        return Outcome(OutboxState.FAILED, str(error))
    return try_again(facts, str(error), now=now)


def after_lost_claim(facts: Facts, *, now: datetime) -> Outcome | None:
    """After a claimer died mid-call; None = calling again is safe.

    LINE recognises a push by its retry key and a reply by its single-use token; a mail nobody
    recognises, so it is said to be unknown and never silently sent again.
    """
    del now
    if facts.channel == "email":
        return Outcome(
            OutboxState.UNKNOWN, "送信の途中で止まりました。届いたかどうか分かりません。"
        )
    return None


def too_late(facts: Facts, *, now: datetime) -> Outcome | None:
    """Before a call: a reply whose token ran out is not tried any more, nor a push whose key
    LINE may have forgotten (a day's standstill lies between two attempts)."""
    tried_before = facts.attempts > 1
    if facts.channel == "line_push" and tried_before and now - facts.created_at > GIVE_UP_AFTER:
        return Outcome(OutboxState.UNKNOWN, "届いたかどうか分かりません（23時間を過ぎました）")
    if facts.expires_at is None or now <= facts.expires_at:
        return None
    if tried_before:
        return Outcome(OutboxState.UNKNOWN, "届いたかどうか分かりません（返信の期限切れ）")
    return Outcome(OutboxState.FAILED, "返信の期限（1分）が過ぎました")


def try_again(facts: Facts, reason: str, *, now: datetime) -> Outcome:
    """Back to the queue, later each time; after 23 hours a person has to look."""
    if now - facts.created_at > GIVE_UP_AFTER:
        gone = OutboxState.UNKNOWN if facts.channel == "line_push" else OutboxState.FAILED
        return Outcome(gone, reason)
    if facts.channel == "line_reply":
        return Outcome(OutboxState.QUEUED, reason, now + REPLY_AGAIN)
    wait = BACKOFF_SECONDS[min(facts.attempts, len(BACKOFF_SECONDS)) - 1]
    return Outcome(OutboxState.QUEUED, reason, now + timedelta(seconds=wait))
