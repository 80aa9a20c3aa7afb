"""A reviewer's comment on an item or on the whole issue."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewComment, ReviewLink
from notifier.kit.errors import BadInputError, NotFoundError
from notifier.kit.text import clean

WORDS_LIMIT = 1_000
MOST = 200  # of one link: a link that leaked must not fill the desk


def comment_review(
    session: Session,
    link: ReviewLink,
    edition: Edition,
    words: str,
    *,
    listing_id: int | None,
    now: datetime,
) -> ReviewComment:
    """Store ``words`` for the desk; ``listing_id`` None = of the whole issue."""
    said = clean(words)
    if not said:
        raise BadInputError("コメントを書いてから押してください。", field="words")
    if len(said) > WORDS_LIMIT:
        raise BadInputError(
            f"コメントは{WORDS_LIMIT}文字までです（いま{len(said)}文字）。", field="words"
        )
    if listing_id is not None and listing_id not in {item.listing_id for item in edition.items}:
        raise NotFoundError("この項目は、この号にありません。")
    count = select(func.count()).where(ReviewComment.link_id == link.id)
    if (session.scalar(count) or 0) >= MOST:
        raise BadInputError("コメントの数が上限になりました。拠点に直接お知らせください。")
    made = ReviewComment(
        hub_id=edition.hub_id,
        edition_id=edition.id,
        link_id=link.id,
        listing_id=listing_id,
        words=said,
        created_at=now,
        answer="",
    )
    session.add(made)
    by = reviewer(link)
    sentence = f"{by.label}が「{edition.title}」にコメントを書きました。"
    note(session, edition, sentence, verb="comment_review", by=by, now=now)
    session.flush()
    return made


def reviewer(link: ReviewLink) -> Actor:
    """Who acts through a link: an office, known by its link alone."""
    return Actor("reviewer", link.label, f"review-{link.id}")
