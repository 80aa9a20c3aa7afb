"""What came from one address of a group belongs to another one from now on."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.intake.models import Submission


def hand_over(session: Session, hub_id: int, *, group_id: int, old: str, new: str) -> None:
    """Questions and news about the group's items go to ``new``; with "" to nobody by mail."""
    session.execute(
        update(Submission)
        .where(
            Submission.hub_id == hub_id,
            Submission.group_id == group_id,
            Submission.submitter_email == old,
        )
        .values(submitter_email=new)
        .execution_options(synchronize_session="fetch")
    )
