"""Reads of what came back; every number goes through ``shown`` before a person sees it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.engagement.models import FeedbackCount, LinkTaps, Opinion, OpinionState
from notifier.engagement.shown import shown
from notifier.kit.errors import NotFoundError
from notifier.listings import Listing

OPINIONS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Taps:
    """Taps on one item in one channel of an edition, over all days."""

    listing_id: int
    channel: str
    count: int

    @property
    def shown(self) -> str:
        """The count as people may see it."""
        return shown(self.count)


def taps(session: Session, hub_id: int, edition_id: int) -> list[Taps]:
    """Taps of one edition by item and channel."""
    rows = session.execute(
        select(LinkTaps.listing_id, LinkTaps.channel, func.sum(LinkTaps.count))
        .where(LinkTaps.hub_id == hub_id, LinkTaps.edition_id == edition_id)
        .group_by(LinkTaps.listing_id, LinkTaps.channel)
        .order_by(LinkTaps.listing_id, LinkTaps.channel)
    )
    return [Taps(listing_id, channel, int(count)) for listing_id, channel, count in rows]


def taps_total(session: Session, hub_id: int, edition_id: int) -> int:
    """All taps of one edition."""
    total = session.scalar(
        select(func.coalesce(func.sum(LinkTaps.count), 0)).where(
            LinkTaps.hub_id == hub_id, LinkTaps.edition_id == edition_id
        )
    )
    return int(total or 0)


@dataclass(frozen=True, slots=True)
class Feedback:
    """The taps under one listing, by answer."""

    listing_id: int
    title: str
    counts: dict[str, int]

    def shown(self, answer: str) -> str:
        """One count as people may see it."""
        return shown(self.counts.get(answer, 0))


def feedback(session: Session, hub_id: int, *, since: date) -> list[Feedback]:
    """Taps per listing since that day, most first."""
    rows = session.execute(
        select(Listing.id, Listing.title, FeedbackCount.answer, func.sum(FeedbackCount.count))
        .join(Listing, Listing.id == FeedbackCount.listing_id)
        .where(FeedbackCount.hub_id == hub_id, FeedbackCount.on >= since)
        .group_by(Listing.id, Listing.title, FeedbackCount.answer)
        .order_by(Listing.id)
    )
    found: dict[int, Feedback] = {}
    for listing_id, title, answer, count in rows:
        one = found.setdefault(listing_id, Feedback(listing_id, title, {}))
        one.counts[answer] = int(count)
    return sorted(found.values(), key=lambda one: (-sum(one.counts.values()), one.listing_id))


def find_opinion(session: Session, hub_id: int, opinion_id: int) -> Opinion:
    """That opinion of this hub."""
    found = session.scalar(
        select(Opinion).where(Opinion.hub_id == hub_id, Opinion.id == opinion_id)
    )
    if found is None:
        raise NotFoundError("このご意見は見つかりません。")
    return found


def opinions(
    session: Session, hub_id: int, *, state: OpinionState | None = None, limit: int = OPINIONS_SHOWN
) -> list[Opinion]:
    """The hub's opinions (in a state), newest first."""
    query = select(Opinion).where(Opinion.hub_id == hub_id)
    if state is not None:
        query = query.where(Opinion.state == state)
    return list(session.scalars(query.order_by(Opinion.id.desc()).limit(limit)))


def opinion_counts(session: Session, hub_id: int) -> dict[OpinionState, int]:
    """How many opinions are in each state."""
    rows = session.execute(
        select(Opinion.state, func.count()).where(Opinion.hub_id == hub_id).group_by(Opinion.state)
    )
    return dict.fromkeys(OpinionState, 0) | {state: int(count) for state, count in rows}


def published_answers(session: Session, hub_id: int, *, limit: int = 20) -> list[Opinion]:
    """Answers anyone may read, newest first."""
    rows = session.scalars(
        select(Opinion)
        .where(Opinion.hub_id == hub_id, Opinion.state == OpinionState.PUBLISHED)
        .order_by(Opinion.published_at.desc(), Opinion.id.desc())
        .limit(limit)
    )
    return list(rows)
