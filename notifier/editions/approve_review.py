"""The ward's dated agreement to an issue: it counts for the content it was given to."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.comment_review import reviewer
from notifier.editions.locking import note
from notifier.editions.models import Edition, ReviewApproval, ReviewLink
from notifier.editions.review_content import hash_of, review_content
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.text import one_line, shorten

NAME_LIMIT = 100


class ContentMovedError(ConflictError):
    """The issue changed between the look and the press."""


def approve_review(
    session: Session,
    link: ReviewLink,
    edition: Edition,
    *,
    name: str,
    content_hash: str,
    now: datetime,
) -> ReviewApproval:
    """Write down who agreed, when, and to what. ``content_hash`` is that of the page they read:
    if the issue is another one by now, ``ContentMovedError`` and nothing is written.
    """
    who = shorten(one_line(name), NAME_LIMIT)
    if not who:
        raise BadInputError(
            "確認した方の所属や役職を書いてください（例 こども家庭係長）。", field="name"
        )
    session.refresh(edition, with_for_update=True)
    content = review_content(session, edition, now=now)
    if not content["items"]:
        raise BadInputError("項目が1件もないため、まだ承認できません。", field="name")
    if hash_of(content) != content_hash:
        raise ContentMovedError(
            "ご覧になっているあいだに内容が変わりました。変わったところを確かめて、もう一度押してください。"
        )
    made = ReviewApproval(
        hub_id=edition.hub_id,
        edition_id=edition.id,
        link_id=link.id,
        name=who,
        content_hash=content_hash,
        approved_at=now,
    )
    session.add(made)
    link.seen, link.seen_at = content, now
    by = reviewer(link)
    sentence = f"{by.label}（{who}）が「{edition.title}」の内容を承認しました。"
    note(session, edition, sentence, verb="approve_review", by=by, now=now)
    session.flush()
    return made
