"""What the desk says to a LINE sender of its own accord: single paid messages, few of them."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.directory import LineSender, get_line_sender
from notifier.hubs import LineChannel
from notifier.intake.line_buttons import Message
from notifier.intake.line_pushes import desk_asks
from notifier.intake.models import Question, Submission
from notifier.mailroom import queue_line_push


def reachable_in_line(session: Session, submission: Submission) -> LineSender | None:
    """Who sent it by LINE, unless she blocked the account or speaks for that group no more."""
    if submission.line_sender_id is None:
        return None
    sender = get_line_sender(session, submission.hub_id, submission.line_sender_id)
    is_hers = submission.group_id in (None, sender.group_id)
    return sender if is_hers and sender.blocked_at is None else None


def ask_in_line(
    session: Session, submission: Submission, question: Question, *, now: datetime
) -> bool:
    """Whether the question went to the talk; her next words answer it."""
    return tell_in_line(
        session,
        submission,
        [desk_asks(submission.name, question.message, question.field)],
        key=f"line-question-{question.id}",
        now=now,
    )


def tell_in_line(
    session: Session,
    submission: Submission,
    messages: list[Message],
    *,
    key: str,
    wait: timedelta = timedelta(),
    now: datetime,
) -> bool:
    """Queue a push; False when the sender cannot be reached there."""
    sender = reachable_in_line(session, submission)
    if sender is None:
        return False
    queue_line_push(
        session,
        session.get_one(LineChannel, sender.line_channel_id),
        user_id=sender.user_id,
        messages=messages,
        dedupe_key=key,
        wait=wait,
        now=now,
    )
    return True
