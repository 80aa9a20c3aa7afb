"""Reads of what arrived; every one takes the hub."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from notifier.directory import LineSender
from notifier.intake.attachments import path_of
from notifier.intake.models import Attachment, Question, Submission, SubmitterLink, TableImport
from notifier.kit.errors import NotFoundError


def find_submission(session: Session, hub_id: int, submission_id: int) -> Submission:
    """One submission of this hub; ``NotFoundError`` for any other."""
    found = session.get(Submission, submission_id)
    if found is None or found.hub_id != hub_id:
        raise NotFoundError("その投稿はこの拠点にありません。")
    return found


def submissions_of(session: Session, link: SubmitterLink, *, limit: int = 100) -> list[Submission]:
    """What came from the address (or the LINE) of ``link``, newest first; only the newest revision of each.

    A correction that was taken back gives way to what it would have corrected.
    """
    living = case((Submission.withdrawn_at.is_(None), Submission.id))
    newest = (
        select(func.coalesce(func.max(living), func.max(Submission.id)))
        .where(Submission.hub_id == link.hub_id, _is_own(link))
        .group_by(Submission.source, Submission.external_id)
    )
    return list(
        session.scalars(
            select(Submission)
            .where(Submission.id.in_(newest))
            .order_by(Submission.received_at.desc(), Submission.id.desc())
            .limit(limit)
        )
    )


def _is_own(link: SubmitterLink) -> ColumnElement[bool]:
    """Handed in from the link's address, or by its LINE sender."""
    ways = []
    if link.email:
        ways.append(Submission.submitter_email == link.email)
    if link.line_sender_id is not None:
        ways.append(_by_line(link.line_sender_id))
    return or_(*ways) if ways else false()


def _by_line(sender_id: int) -> ColumnElement[bool]:
    """Sent by that person in LINE, and not for a group she speaks for no more."""
    spoken_for = select(LineSender.group_id).where(LineSender.id == sender_id).scalar_subquery()
    return and_(
        Submission.line_sender_id == sender_id,
        or_(Submission.group_id.is_(None), Submission.group_id == spoken_for),
    )


def is_known_sender(session: Session, hub_id: int, email: str) -> bool:
    """Whether anything came from that address to this hub."""
    found = session.scalar(
        select(Submission.id)
        .where(Submission.hub_id == hub_id, Submission.submitter_email == email)
        .limit(1)
    )
    return found is not None


def own_submission(session: Session, link: SubmitterLink, submission_id: int) -> Submission:
    """One submission of the link's own sender; ``NotFoundError`` for anybody else's."""
    found = session.scalar(
        select(Submission).where(
            Submission.hub_id == link.hub_id, Submission.id == submission_id, _is_own(link)
        )
    )
    if found is None:
        raise NotFoundError("その投稿はこの拠点にありません。")
    return found


def questions_of(session: Session, hub_id: int, submission_ids: Iterable[int]) -> list[Question]:
    """The questions about those submissions, oldest first."""
    return list(
        session.scalars(
            select(Question)
            .where(Question.hub_id == hub_id, Question.submission_id.in_(list(submission_ids)))
            .order_by(Question.id)
        )
    )


def find_question(session: Session, hub_id: int, question_id: int) -> Question:
    """One question of this hub; ``NotFoundError`` for any other."""
    found = session.get(Question, question_id)
    if found is None or found.hub_id != hub_id:
        raise NotFoundError("その質問はこの拠点にありません。")
    return found


def attachments_of(
    session: Session, hub_id: int, submission_ids: Iterable[int]
) -> list[Attachment]:
    """The files handed in with those submissions."""
    return list(
        session.scalars(
            select(Attachment)
            .where(Attachment.hub_id == hub_id, Attachment.submission_id.in_(list(submission_ids)))
            .order_by(Attachment.id)
        )
    )


def attachment_file(session: Session, hub_id: int, attachment_id: int) -> tuple[Attachment, Path]:
    """One file of this hub and where it lies; ``NotFoundError`` for any other."""
    found = session.get(Attachment, attachment_id)
    if found is None or found.hub_id != hub_id or not path_of(found.sha256).is_file():
        raise NotFoundError("そのファイルはこの拠点にありません。")
    return found, path_of(found.sha256)


def find_import(session: Session, hub_id: int, import_id: int) -> TableImport:
    """One handed-in table of this hub; ``NotFoundError`` for any other."""
    found = session.get(TableImport, import_id)
    if found is None or found.hub_id != hub_id:
        raise NotFoundError("その取り込みはこの拠点にありません。")
    return found


def latest_imports(session: Session, hub_id: int, *, limit: int = 10) -> Sequence[TableImport]:
    """The newest handed-in tables."""
    return session.scalars(
        select(TableImport)
        .where(TableImport.hub_id == hub_id)
        .order_by(TableImport.id.desc())
        .limit(limit)
    ).all()


def last_heard(session: Session, hub_id: int) -> dict[int, tuple[datetime, int]]:
    """{group id: (last received, how many)} of the hub's groups."""
    rows = session.execute(
        select(Submission.group_id, func.max(Submission.received_at), func.count())
        .where(Submission.hub_id == hub_id, Submission.group_id.is_not(None))
        .group_by(Submission.group_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows if row[0] is not None}


def submissions_of_group(
    session: Session, hub_id: int, group_id: int, *, limit: int = 20
) -> list[Submission]:
    """The newest submissions of one group."""
    return list(
        session.scalars(
            select(Submission)
            .where(Submission.hub_id == hub_id, Submission.group_id == group_id)
            .order_by(Submission.id.desc())
            .limit(limit)
        )
    )


def open_questions(
    session: Session, hub_id: int, sender_id: int, *, since: datetime
) -> Sequence[Question]:
    """What one LINE sender was asked after ``since`` and has not answered, newest first."""
    return session.scalars(
        select(Question)
        .join(Submission, Submission.id == Question.submission_id)
        .where(
            Question.hub_id == hub_id,
            Submission.hub_id == hub_id,
            _by_line(sender_id),
            Submission.withdrawn_at.is_(None),
            Question.answered_at.is_(None),
            Question.closed_at.is_(None),
            Question.asked_at >= since,
        )
        .order_by(Question.id.desc())
    ).all()


def own_by_line(session: Session, sender: LineSender, submission_id: int) -> Submission | None:
    """One submission of that LINE sender; None for anybody else's: its number came with a button."""
    return session.scalar(
        select(Submission).where(
            Submission.hub_id == sender.hub_id,
            Submission.id == submission_id,
            _by_line(sender.id),
        )
    )
