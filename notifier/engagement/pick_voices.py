"""Voices for a paper: an editor picks among the answers already published.

What somebody wrote into the box stays inside the hub: nobody was asked whether it may be printed.
What may be printed are staff's words, in which nobody is to be known, and which a publisher let
everyone read. A paper may tell what a Saturday edition told: it lies where others find it.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions import Edition, Voice, kind_of, remove_voice, set_voices, voices_of
from notifier.engagement.models import Opinion, OpinionState
from notifier.kit.errors import BadInputError, ConflictError

MOST_PRINTED = 3


class NotPublishedError(ConflictError):
    """One of the answers was taken back meanwhile, or never was published here."""


def pick_voices(
    session: Session,
    edition: Edition,
    opinion_ids: Collection[int],
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> int:
    """Let a printed draft tell these published answers and no others; returns how many.

    They stand in the order they were published. Raises ``StaleEditionError`` for an older page,
    ``EditionStateError`` for a frozen issue.
    """
    if kind_of(edition.kind).is_sent:
        raise BadInputError("この便の「みなさんの声」は、自動で入ります。", field="voices")
    wanted = set(opinion_ids)
    if len(wanted) > MOST_PRINTED:
        raise BadInputError(f"のせられる声は{MOST_PRINTED}件までです。", field="voices")
    # Opinions before the paper, as taking back does.
    found = session.scalars(
        select(Opinion)
        .where(
            Opinion.hub_id == edition.hub_id,
            Opinion.id.in_(wanted),
            Opinion.state == OpinionState.PUBLISHED,
        )
        .order_by(Opinion.published_at, Opinion.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(found) != len(wanted):
        raise NotPublishedError(
            "選んだ声のなかに、公開をやめたものがあります。ページを開き直して、選びなおしてください。"
        )
    voices = [Voice(said=one.said, did=one.did) for one in found]
    set_voices(session, edition, voices, version=version, by=by, now=now)
    return len(voices)


def drop_taken_back(session: Session, edition: Edition, *, by: Actor, now: datetime) -> None:
    """A paper that comes back to the desk loses the answers taken back while it was final."""
    rows = session.execute(
        select(Opinion.said, Opinion.did).where(
            Opinion.hub_id == edition.hub_id, Opinion.state == OpinionState.PUBLISHED
        )
    )
    published = {Voice(said, did) for said, did in rows}
    for voice in voices_of(edition):
        if voice not in published:
            remove_voice(session, edition, voice, by=by, now=now)
