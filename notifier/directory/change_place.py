"""Correct what is written of a place (会場)."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.districts import checked_district
from notifier.directory.models import Place
from notifier.directory.place_facts import PlaceFacts, checked
from notifier.directory.seen_place import SeenPlace, lock, require_current
from notifier.directory.spellings import claim_name

WORDS = {
    "name": "名前",
    "address": "住所",
    "district_key": "地区",
    "phone": "電話",
    "note": "メモ",
}


def change_place(
    session: Session, seen: SeenPlace, facts: PlaceFacts, *, by: audit.Actor, now: datetime
) -> Place:
    """The place as corrected; the name it had stays a known spelling of it.

    Raises as ``add_place`` does, and ``StalePlaceError`` when somebody changed it since it was seen.
    What it says already is no change, whoever wrote it: a button pressed twice is no conflict.
    """
    facts, place = checked(facts), seen.place
    lock(session, place)
    before = facts_of(place)
    if facts == before:
        return place
    require_current(seen)
    district = checked_district(session, place.hub_id, facts.district_key)
    claim_name(session, place, facts.name, now=now)
    place.address, place.district_key, place.phone = facts.address, district, facts.phone
    place.note = facts.note
    place.version += 1
    session.flush()
    old, new = asdict(before), asdict(facts)
    changed = {name: [old[name], new[name]] for name in WORDS if old[name] != new[name]}
    audit.write(
        session,
        f"{by.label}が会場「{before.name}」の{_say(changed)}を直しました。",
        verb="change_place",
        subject=("place", place.id),
        hub_id=place.hub_id,
        by=by,
        now=now,
        detail={"fields": changed},
    )
    return place


def facts_of(place: Place) -> PlaceFacts:
    """What is written of a place now."""
    return PlaceFacts(
        name=place.name,
        address=place.address,
        district_key=place.district_key,
        phone=place.phone,
        note=place.note,
    )


def _say(changed: dict[str, list[str]]) -> str:
    """「名前（「藤だな」から「藤棚」へ）・電話」."""
    return "・".join(
        f"{label}（「{changed[name][0]}」から「{changed[name][1]}」へ）"
        if name in ("name", "address")
        else label
        for name, label in WORDS.items()
        if name in changed
    )
