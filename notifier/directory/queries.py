"""Reads of the directory; every one takes the hub."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory.known_places import KnownPlaces
from notifier.directory.models import (
    Contact,
    DistributionPlace,
    Group,
    LineSender,
    Place,
    PlaceSpelling,
)
from notifier.kit import text
from notifier.kit.errors import NotFoundError


def groups(session: Session, hub_id: int) -> list[Group]:
    """The hub's living groups by name."""
    return list(
        session.scalars(
            select(Group)
            .where(Group.hub_id == hub_id, Group.ended_at.is_(None))
            .order_by(Group.folded_name, Group.id)
        )
    )


def places(session: Session, hub_id: int) -> list[Place]:
    """The hub's places by name."""
    return list(
        session.scalars(
            select(Place).where(Place.hub_id == hub_id).order_by(Place.folded_name, Place.id)
        )
    )


def get_place(session: Session, hub_id: int, place_id: int) -> Place:
    """One place of this hub; ``NotFoundError`` for any other."""
    place = session.get(Place, place_id)
    if place is None or place.hub_id != hub_id:
        raise NotFoundError(
            "その会場はこの拠点にありません。ほかの会場にまとめられたのかもしれません。"
        )
    return place


def known_places(session: Session, hub_id: int) -> KnownPlaces:
    """Every name the hub's places are known by, in one query, for reading many items."""
    rows = session.execute(
        select(PlaceSpelling.folded_name, Place.id, Place.name, Place.address)
        .join(Place, Place.id == PlaceSpelling.place_id)
        .where(Place.hub_id == hub_id, PlaceSpelling.hub_id == hub_id)
    ).all()
    return KnownPlaces(
        ids={row.folded_name: row.id for row in rows},
        names={row.id: row.name for row in rows},
        addresses={row.id: row.address for row in rows},
    )


def spellings(session: Session, hub_id: int) -> dict[int, list[PlaceSpelling]]:
    """{place id: the other names it is known by, the oldest first}."""
    rows = session.execute(
        select(Place.id, PlaceSpelling)
        .join(Place, Place.id == PlaceSpelling.place_id)
        .where(Place.hub_id == hub_id, PlaceSpelling.hub_id == hub_id)
        .where(PlaceSpelling.folded_name != Place.folded_name)
        .order_by(PlaceSpelling.id)
    )
    found: dict[int, list[PlaceSpelling]] = defaultdict(list)
    for place_id, spelling in rows:
        found[place_id].append(spelling)
    return found


def distribution_places(session: Session, hub_id: int) -> list[DistributionPlace]:
    """Every place of distribution by district and name, ended ones last."""
    return list(
        session.scalars(
            select(DistributionPlace)
            .where(DistributionPlace.hub_id == hub_id)
            .order_by(
                DistributionPlace.ended_at.is_not(None),
                DistributionPlace.district_key,
                DistributionPlace.folded_name,
                DistributionPlace.id,
            )
        )
    )


def get_distribution_place(session: Session, hub_id: int, place_id: int) -> DistributionPlace:
    """One place of distribution of this hub; ``NotFoundError`` for any other."""
    place = session.get(DistributionPlace, place_id)
    if place is None or place.hub_id != hub_id:
        raise NotFoundError("その配布先はこの拠点にありません。")
    return place


def distribution_place_named(session: Session, hub_id: int, name: str) -> DistributionPlace | None:
    """The place of that name however it is spelled, living or ended."""
    return session.scalar(
        select(DistributionPlace).where(
            DistributionPlace.hub_id == hub_id, DistributionPlace.folded_name == text.fold(name)
        )
    )


def get_group(session: Session, hub_id: int, group_id: int) -> Group:
    """One group of this hub; ``NotFoundError`` for any other."""
    group = session.get(Group, group_id)
    if group is None or group.hub_id != hub_id:
        raise NotFoundError("その団体はこの拠点にありません。")
    return group


def group_by_key(session: Session, hub_id: int, key: str) -> Group:
    """The group with that key; ``NotFoundError`` names the key."""
    group = session.scalars(select(Group).where(Group.hub_id == hub_id, Group.key == key)).first()
    if group is None:
        raise NotFoundError(
            f"団体「{key}」はこの拠点にありません。「団体」のページでキーを確かめてください。"
        )
    return group


def group_by_contact(session: Session, hub_id: int, *, email: str = "") -> Group | None:
    """The group one of whose contacts has that address; None when nobody or several.

    Only for senders who proved that the address is theirs, or as a proposal nobody trusts.
    """
    if not email:
        return None
    found = session.scalars(
        select(Group)
        .join(Contact, Contact.group_id == Group.id)
        .where(
            Contact.hub_id == hub_id,
            Group.hub_id == hub_id,
            Group.ended_at.is_(None),
            Contact.email == text.half(email).casefold(),
        )
        .distinct()
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def get_contact(session: Session, group: Group, contact_id: int) -> Contact:
    """One contact of this group; ``NotFoundError`` for any other."""
    contact = session.get(Contact, contact_id)
    if contact is None or (contact.hub_id, contact.group_id) != (group.hub_id, group.id):
        raise NotFoundError("その連絡先は、この団体にありません。")
    return contact


def contacts(session: Session, hub_id: int, group_id: int) -> list[Contact]:
    """How to reach one group."""
    return list(
        session.scalars(
            select(Contact)
            .where(Contact.hub_id == hub_id, Contact.group_id == group_id)
            .order_by(Contact.id)
        )
    )


def group_ids_by_name(session: Session, hub_id: int) -> dict[str, int]:
    """{folded name: group id} of the hub in one query, for reading many rows."""
    rows = session.execute(
        select(Group.folded_name, Group.id)
        .where(Group.hub_id == hub_id, Group.ended_at.is_(None))
        .order_by(Group.id.desc())
    )
    return {row.folded_name: row.id for row in rows}


def line_senders(session: Session, hub_id: int, group_id: int) -> list[LineSender]:
    """Whose LINE speaks for one group, oldest first."""
    return list(
        session.scalars(
            select(LineSender)
            .where(LineSender.hub_id == hub_id, LineSender.group_id == group_id)
            .order_by(LineSender.connected_at, LineSender.id)
        )
    )


def get_line_sender(session: Session, hub_id: int, sender_id: int) -> LineSender:
    """One LINE sender of this hub; ``NotFoundError`` for any other."""
    found = session.get(LineSender, sender_id)
    if found is None or found.hub_id != hub_id:
        raise NotFoundError("そのLINEの送り主は、この拠点にいません。")
    return found
