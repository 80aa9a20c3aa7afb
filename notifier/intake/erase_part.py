"""The sender took a LINE message back: nothing of it stays, neither words nor picture."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.attachments import path_of
from notifier.intake.line_parts import ANSWER, PHOTO, WORDS, parts_of
from notifier.intake.models import ERASED, Attachment, LinePart, PartState, Question, Submission
from notifier.intake.queries import find_submission
from notifier.intake.sources.line_message import photo_draft

NO_TITLE = "（送信が取り消されました）"


def erase_part(
    session: Session, part: LinePart, *, by: audit.Actor, now: datetime
) -> tuple[Submission, bool]:
    """The submission, and whether anything of it is left. The desk's copy follows in a flow."""
    submission = find_submission(session, part.hub_id, part.submission_id)
    if part.kind == PHOTO:
        _erase_photo(session, part)
    elif part.kind == ANSWER and part.question_id is not None:
        session.get_one(Question, part.question_id).answer = ERASED
    else:
        submission.original = {"text": ERASED}
        submission.title = NO_TITLE
        submission.draft_json = photo_draft(organiser=submission.draft.organiser).to_json()
    part.state, part.reason = PartState.ERASED, ""
    part.due_at, part.lease_until = None, None
    session.flush()
    audit.write(
        session,
        f"{by.label}がLINEの送信を一つ取り消したので、ここからも消しました。",
        verb="erase_part",
        subject=("submission", submission.id),
        hub_id=submission.hub_id,
        by=by,
        now=now,
    )
    return submission, _is_anything_left(parts_of(session, submission))


def _is_anything_left(parts: Sequence[LinePart]) -> bool:
    """A photo, or words; answers alone are about words that are gone."""
    kept = {one.kind for one in parts if one.state in (PartState.WAITING, PartState.KEPT)}
    were_words = any(one.kind == WORDS for one in parts)
    return bool(kept - {ANSWER} if were_words else kept)


def _erase_photo(session: Session, part: LinePart) -> None:
    kept = session.get(Attachment, part.attachment_id) if part.attachment_id else None
    if kept is None:
        return
    part.attachment_id = None
    session.flush()
    others = session.scalars(
        select(func.count())
        .select_from(Attachment)
        .where(Attachment.sha256 == kept.sha256, Attachment.id != kept.id)
    ).one()
    twins = session.scalars(
        select(func.count()).select_from(LinePart).where(LinePart.attachment_id == kept.id)
    ).one()
    if twins:
        return  # she sent the same picture twice and took one back
    session.delete(kept)
    session.flush()
    if not others:
        path_of(kept.sha256).unlink(missing_ok=True)
