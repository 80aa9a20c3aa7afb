"""Who proved by a code that she speaks for a group did so for what she sent before, too."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier.directory import LineSender
from notifier.intake.models import Submission


def claim_for_group(session: Session, sender: LineSender) -> list[Submission]:
    """The earlier submissions of ``sender`` that belong to her group now."""
    done = session.scalars(
        update(Submission)
        .where(
            Submission.hub_id == sender.hub_id,
            Submission.line_sender_id == sender.id,
            Submission.group_id.is_(None),
        )
        .values(group_id=sender.group_id, is_verified_sender=True, submitter_email=sender.email)
        .returning(Submission)
        .execution_options(synchronize_session="fetch")
    )
    return list(done)
