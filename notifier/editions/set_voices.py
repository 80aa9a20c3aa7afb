"""「みなさんの声から」: what readers said and what the hub did, told in one edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.locking import note, take, take_draft
from notifier.editions.models import Edition, EditionState


@dataclass(frozen=True, slots=True)
class Voice:
    """What was said, and what became of it; staff's words."""

    said: str
    did: str


def set_voices(
    session: Session,
    edition: Edition,
    voices: Sequence[Voice],
    *,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Let a draft tell these voices; the same again changes nothing, a frozen edition neither.

    A person's choice names the ``version`` of the page: an older one and a frozen edition are
    refused.
    """
    if version is None:
        take(session, edition)
    else:
        take_draft(session, edition, version=version)
    wanted = [{"said": voice.said, "did": voice.did} for voice in voices]
    if edition.state is not EditionState.DRAFT or edition.voices == wanted:
        return
    edition.voices = wanted
    edition.version += 1
    words = f"「{edition.title}」に、みなさんの声と答えを{len(wanted)}件のせました。"
    if not wanted:
        words = f"「{edition.title}」から、みなさんの声を外しました。"
    note(session, edition, words, verb="voices", by=by, now=now)
    session.flush()


def voices_of(edition: Edition) -> tuple[Voice, ...]:
    """The voices an edition tells."""
    return tuple(Voice(one["said"], one["did"]) for one in edition.voices)
