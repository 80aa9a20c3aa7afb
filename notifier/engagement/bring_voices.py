"""Published answers go into one edition: "you said, we did", each told once."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, EditionState, Voice, remove_voice, set_voices
from notifier.engagement.models import Opinion, OpinionState

MOST = 2
UNTOLD = (EditionState.DRAFT, EditionState.MISSED, EditionState.BLOCKED, EditionState.HELD)


def bring_voices(session: Session, edition: Edition, *, by: Actor, now: datetime) -> int:
    """Give a draft the oldest published answers no edition has told; returns how many stand in it.

    An answer belongs to one edition. When that edition never left the house, the next may have it,
    and the earlier one no longer carries it.
    """
    session.flush()
    session.refresh(edition, with_for_update=True)
    if edition.state is not EditionState.DRAFT:
        return len(edition.voices)
    chosen = _waiting(session, edition)
    for opinion in _standing(session, edition):
        if opinion not in chosen:
            opinion.edition_id = None
    voices = [Voice(said=one.said, did=one.did) for one in chosen]
    for opinion, voice in zip(chosen, voices, strict=True):
        if opinion.edition_id not in {None, edition.id}:
            earlier = session.get_one(Edition, opinion.edition_id)
            remove_voice(session, earlier, voice, by=by, now=now)
        opinion.edition_id = edition.id
    set_voices(session, edition, voices, by=by, now=now)
    session.flush()
    return len(chosen)


def _waiting(session: Session, edition: Edition) -> list[Opinion]:
    elsewhere = select(Edition.id).where(
        Edition.hub_id == edition.hub_id,
        Edition.state.in_(UNTOLD),
        or_(Edition.on < edition.on, Edition.id == edition.id),
    )
    rows = session.scalars(
        select(Opinion)
        .where(
            Opinion.hub_id == edition.hub_id,
            Opinion.state == OpinionState.PUBLISHED,
            or_(Opinion.edition_id.is_(None), Opinion.edition_id.in_(elsewhere)),
        )
        .order_by(Opinion.published_at, Opinion.id)
        .limit(MOST)
        .with_for_update()  # nobody takes one back between here and the edition
    )
    return list(rows)


def _standing(session: Session, edition: Edition) -> list[Opinion]:
    rows = session.scalars(
        select(Opinion).where(Opinion.hub_id == edition.hub_id, Opinion.edition_id == edition.id)
    )
    return list(rows)
