"""Two entries of the register are one place: one stays, known by the names of both."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.change_place import facts_of, lock, require_version
from notifier.directory.errors import DirectoryInputError
from notifier.directory.models import Place, PlaceSpelling
from notifier.directory.place_facts import NOTE_LIMIT, PlaceFacts


def join_places(  # noqa: PLR0913 - two places, each with the version that was looked at
    session: Session,
    place: Place,
    other: Place,
    *,
    version: int,
    other_version: int,
    by: audit.Actor,
    now: datetime,
) -> Place:
    """``place`` with every name of ``other``, which is no entry of its own any more.

    What is empty in ``place`` is filled from ``other``; where both say something ``place`` is right,
    and the trail keeps what ``other`` said. Raises ``StalePlaceError`` when one was changed since.
    """
    if (place.id, place.hub_id) == (other.id, other.hub_id):
        raise DirectoryInputError("まとめる相手の会場を選んでください。", field="other")
    for one, seen in sorted(((place, version), (other, other_version)), key=lambda it: it[0].id):
        lock(session, one)
        require_version(one, seen)
    gone = facts_of(other)
    kept = joined(facts_of(place), gone)
    place.address, place.district_key = kept.address, kept.district_key
    place.phone, place.note = kept.phone, kept.note
    place.version += 1
    session.execute(
        update(PlaceSpelling)
        .where(PlaceSpelling.hub_id == place.hub_id, PlaceSpelling.place_id == other.id)
        .values(place_id=place.id)
    )
    session.delete(other)
    session.flush()
    audit.write(
        session,
        f"{by.label}が会場「{gone.name}」を「{place.name}」にまとめました。",
        verb="join_places",
        subject=("place", place.id),
        hub_id=place.hub_id,
        by=by,
        now=now,
        detail={"joined": asdict(gone)},
    )
    return place


def joined(kept: PlaceFacts, gone: PlaceFacts) -> PlaceFacts:
    """What the one that stays says afterwards. Pure."""
    notes = dict.fromkeys(note for note in (kept.note, gone.note) if note)
    return PlaceFacts(
        name=kept.name,
        address=kept.address or gone.address,
        district_key=kept.district_key or gone.district_key,
        phone=kept.phone or gone.phone,
        note="\n".join(notes)[:NOTE_LIMIT],
    )
