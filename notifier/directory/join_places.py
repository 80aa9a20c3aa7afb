"""Two entries of the register are one place: one stays, known by the names of both."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.change_place import facts_of
from notifier.directory.errors import DirectoryInputError
from notifier.directory.models import Place, PlaceSpelling
from notifier.directory.place_facts import NOTE_LIMIT, PlaceFacts
from notifier.directory.seen_place import SeenPlace, lock, require_current


def join_places(
    session: Session, kept: SeenPlace, gone: SeenPlace, *, by: audit.Actor, now: datetime
) -> Place:
    """The place of ``kept`` with every name of ``gone``, which is no entry of its own any more.

    What is empty in the one that stays is filled from the other; where both say something the one
    that stays is right, and the trail keeps what the other said. Raises ``StalePlaceError`` when
    one was changed since it was seen.
    """
    place, other = kept.place, gone.place
    if (place.id, place.hub_id) == (other.id, other.hub_id):
        raise DirectoryInputError("まとめる相手の会場を選んでください。", field="other")
    for seen in sorted((kept, gone), key=lambda one: one.place.id):
        lock(session, seen.place)
        require_current(seen)
    lost = facts_of(other)
    said = joined(facts_of(place), lost)
    place.address, place.district_key = said.address, said.district_key
    place.phone, place.note = said.phone, said.note
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
        f"{by.label}が会場「{lost.name}」を「{place.name}」にまとめました。",
        verb="join_places",
        subject=("place", place.id),
        hub_id=place.hub_id,
        by=by,
        now=now,
        detail={"joined": asdict(lost)},
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
