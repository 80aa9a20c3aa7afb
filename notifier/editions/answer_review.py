"""The desk's answer to a reviewer's comment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewComment
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.kit.text import clean

ANSWER_LIMIT = 1_000
DONE = "対応しました。"


def answer_review(
    session: Session, edition: Edition, comment_id: int, answer: str, *, by: Actor, now: datetime
) -> ReviewComment:
    """Answer a comment; an empty answer says that it was dealt with. Answering again replaces."""
    comment = session.scalar(
        select(ReviewComment).where(
            ReviewComment.hub_id == edition.hub_id,
            ReviewComment.edition_id == edition.id,
            ReviewComment.id == comment_id,
        )
    )
    if comment is None:
        raise NotFoundError("そのコメントは、この号にありません。")
    said = clean(answer) or DONE
    if len(said) > ANSWER_LIMIT:
        raise BadInputError(
            f"返事は{ANSWER_LIMIT}文字までです（いま{len(said)}文字）。", field="answer"
        )
    comment.answer, comment.answered_at, comment.answered_by = said, now, by.label
    words = f"{by.label}が「{edition.title}」への確認コメントに答えました。"
    note(session, edition, words, verb="answer_review", by=by, now=now)
    session.flush()
    return comment
