"""The sender takes a submission back."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Submission


def withdraw(session: Session, submission: Submission, *, by: audit.Actor, now: datetime) -> None:
    """Mark the submission as taken back; twice is once. The desk's case follows in a flow."""
    if submission.withdrawn_at:
        return
    submission.withdrawn_at = now
    session.flush()
    audit.write(
        session,
        f"{by.label}が「{submission.title}」を取り下げました。",
        verb="withdraw",
        subject=("submission", submission.id),
        hub_id=submission.hub_id,
        by=by,
        now=now,
    )
