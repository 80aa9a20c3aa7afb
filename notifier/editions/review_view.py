"""An issue as a reviewer reads it: every item, what changed since the last look, who is told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import groups
from notifier.editions.errata import compare
from notifier.editions.fairness import Fairness, Told, fairness_of
from notifier.editions.models import (
    Edition,
    EditionItem,
    EditionState,
    ReviewApproval,
    ReviewComment,
    ReviewLink,
)
from notifier.editions.newsletter_paper import newsletter_paper
from notifier.editions.paper import Paper, PaperItem
from notifier.editions.review_content import Content, hash_of, review_content, seen_view
from notifier.hubs import Hub, districts, get_hub
from notifier.taxonomy import fiscal


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One item. ``change`` says what differs since the last look; "" = nothing."""

    item: PaperItem
    change: str
    comments: tuple[ReviewComment, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything a reviewer sees."""

    hub: Hub
    paper: Paper
    items: tuple[ReviewItem, ...]
    gone: tuple[str, ...]
    greeting_changed: bool
    voices_changed: bool
    comments: tuple[ReviewComment, ...]
    approvals: tuple[ReviewApproval, ...]
    content_hash: str
    fairness: Fairness

    @property
    def changes(self) -> int:
        """How many things changed since the last look."""
        items = sum(bool(one.change) for one in self.items) + len(self.gone)
        return items + self.greeting_changed + self.voices_changed


@dataclass(frozen=True, slots=True)
class Reviews:
    """What the desk sees of the reviewing of one issue."""

    links: tuple[ReviewLink, ...]
    comments: tuple[tuple[ReviewComment, str, str], ...]
    approvals: tuple[ReviewApproval, ...]
    content_hash: str

    @property
    def unanswered(self) -> int:
        """Comments nobody dealt with yet."""
        return sum(comment.answered_at is None for comment, _, _ in self.comments)


def review_page(
    session: Session, link: ReviewLink, edition: Edition, *, now: datetime
) -> ReviewPage:
    """The page behind ``link`` at one moment."""
    hub = get_hub(session, edition.hub_id)
    content = review_content(session, edition, now=now)
    paper = newsletter_paper(session, edition, now=now)
    said = _comments(session, edition)
    seen: Content = link.seen or {"greeting": "", "items": {}}
    items = tuple(
        ReviewItem(
            one,
            _change(seen, content, one, edition) if link.seen_at else "",
            tuple(comment for comment in said if comment.listing_id == one.listing_id),
        )
        for one in paper.items
    )
    shown = {one.listing_id for one in paper.items}
    return ReviewPage(
        hub=hub,
        paper=paper,
        items=items,
        gone=tuple(
            seen_view(entry).title
            for key, entry in seen["items"].items()
            if key not in content["items"]
        ),
        greeting_changed=bool(link.seen_at) and seen["greeting"] != content["greeting"],
        voices_changed=bool(link.seen_at) and seen.get("voices") != content.get("voices"),
        comments=tuple(one for one in said if one.listing_id not in shown),
        approvals=_approvals(session, edition),
        content_hash=hash_of(content),
        fairness=_fairness(session, hub, edition, content),
    )


def reviews_of(session: Session, edition: Edition, *, now: datetime) -> Reviews:
    """Links, comments (with their item's title and who wrote) and approvals, newest last."""
    links = session.scalars(
        select(ReviewLink)
        .where(ReviewLink.hub_id == edition.hub_id, ReviewLink.edition_id == edition.id)
        .order_by(ReviewLink.id)
    ).all()
    labels = {link.id: link.label for link in links}
    content = review_content(session, edition, now=now)
    titles = {int(key): seen_view(one).title for key, one in content["items"].items()}
    return Reviews(
        links=tuple(links),
        comments=tuple(
            (one, _title(one, titles), labels[one.link_id]) for one in _comments(session, edition)
        ),
        approvals=_approvals(session, edition),
        content_hash=hash_of(content),
    )


def _title(comment: ReviewComment, titles: dict[int, str]) -> str:
    if comment.listing_id is None:
        return "この号の全体"
    return titles.get(comment.listing_id, "この号から外れた項目")


def _change(seen: Content, content: Content, one: PaperItem, edition: Edition) -> str:
    key = str(one.listing_id)
    before: dict[str, Any] | None = seen["items"].get(key)
    after = content["items"][key]
    if before is None:
        return "新しくのりました。"
    said = compare(seen_view(before), seen_view(after), edition)
    parts = [said] if said else []
    if before["print"] != after["print"] or before["view"]["body"] != after["view"]["body"]:
        parts.append("紙面の文が変わりました。")
    return "／".join(parts)


def _comments(session: Session, edition: Edition) -> Sequence[ReviewComment]:
    return session.scalars(
        select(ReviewComment)
        .where(ReviewComment.hub_id == edition.hub_id, ReviewComment.edition_id == edition.id)
        .order_by(ReviewComment.id)
    ).all()


def _approvals(session: Session, edition: Edition) -> tuple[ReviewApproval, ...]:
    rows = session.scalars(
        select(ReviewApproval)
        .where(ReviewApproval.hub_id == edition.hub_id, ReviewApproval.edition_id == edition.id)
        .order_by(ReviewApproval.id)
    )
    return tuple(rows)


def _fairness(session: Session, hub: Hub, edition: Edition, content: Content) -> Fairness:
    here = [_told(entry["view"], is_here=True) for entry in content["items"].values()]
    before = session.scalars(
        select(EditionItem.snapshot)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(
            Edition.hub_id == hub.id,
            Edition.kind == edition.kind,
            Edition.state == EditionState.APPROVED,
            Edition.on >= fiscal.span(fiscal.fiscal_year(edition.on))[0],
            Edition.on < edition.on,
            EditionItem.is_dropped.is_(False),
            EditionItem.struck_at.is_(None),
        )
        .order_by(EditionItem.id)
    )
    earlier = [_told(view, is_here=False) for view in before if view]
    return fairness_of(
        [*here, *earlier],
        groups=[one.name for one in groups(session, hub.id)],
        districts={row.key: row.name for row in districts(session, hub.id)},
    )


def _told(view: dict[str, Any], *, is_here: bool) -> Told:
    return Told(str(view["organiser"]), tuple(view["district_keys"]), is_here)
