"""The files of a submission: those it came with, and the next photo of a flyer."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.intake.arrival import KeptFile
from notifier.intake.attachments import BadFileError, store
from notifier.intake.models import Attachment, Submission

MOST = 10


class TooManyFilesError(BadFileError):
    """The submission has as many files as one may have."""


def attach_kept(
    session: Session, submission: Submission, kept: KeptFile, *, now: datetime
) -> Attachment:
    """The kept file; the same picture a second time is the one there is.

    ``kept`` was looked at before, outside of a transaction (``prepare``). Raises
    ``TooManyFilesError`` beyond ten.
    """
    mine = (Attachment.hub_id == submission.hub_id, Attachment.submission_id == submission.id)
    before = session.scalar(select(Attachment).where(*mine, Attachment.sha256 == kept.sha256))
    if before is not None:
        return before
    if session.scalars(select(func.count()).select_from(Attachment).where(*mine)).one() >= MOST:
        raise TooManyFilesError(f"写真は1件につき{MOST}枚までです。")
    return attach_new(session, submission, kept, now=now)


def attach_new(
    session: Session, submission: Submission, kept: KeptFile, *, now: datetime
) -> Attachment:
    """Store the file and hang it on a submission that does not have it yet."""
    store(kept)
    made = Attachment(
        hub_id=submission.hub_id,
        submission_id=submission.id,
        filename=kept.filename,
        media_type=kept.media_type,
        size=len(kept.data),
        sha256=kept.sha256,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made
