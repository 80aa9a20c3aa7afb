"""A place is corrected, or two are joined, and what is published of it follows.

Whoever does it has seen the listings one by one, before and after, and chosen among them. What an
edition froze stays as it went out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import directory, listings
from notifier.audit import Actor
from notifier.directory import Place, PlaceFacts
from notifier.kit.text import fold


@dataclass(frozen=True, slots=True)
class Follower:
    """A listing that would say its place otherwise.

    ``is_sure`` is False where its own address differs from what the register said so far: a person
    looks whether it is another place.
    """

    listing: listings.PlacedListing
    name: str
    address: str
    district_keys: tuple[str, ...]
    is_sure: bool

    @property
    def is_renamed(self) -> bool:
        """Whether the name changes."""
        return self.name != self.listing.place_name

    @property
    def is_moved(self) -> bool:
        """Whether the address changes."""
        return self.address != self.listing.place_address

    @property
    def is_regrouped(self) -> bool:
        """Whether the district changes."""
        return self.district_keys != self.listing.district_keys


def followers(
    session: Session, place: Place, facts: PlaceFacts, *, joining: Place | None = None
) -> list[Follower]:
    """The listings that are at ``place`` (or at ``joining``) and do not say what ``facts`` say."""
    at = {one.id: directory.facts_of(one) for one in (place, joining) if one is not None}
    known = directory.known_places(session, place.hub_id)
    found = []
    for listing in listings.placed(session, place.hub_id):
        spelling = known.spelling(listing.place_name)
        old = at.get(known.ids[spelling]) if spelling else None
        if spelling and old is not None:
            one = follow(listing, spelling, old, facts)
            if one.is_renamed or one.is_moved or one.is_regrouped:
                found.append(one)
    return found


def follow(
    listing: listings.PlacedListing, spelling: str, old: PlaceFacts, new: PlaceFacts
) -> Follower:
    """How the listing would say its place, known there by ``spelling``. Pure.

    The room behind the name stays, and so does the name itself in another width where the register's
    is not corrected. An address other than the register's is replaced, an empty one filled where the
    register's changed. The district follows where it was that district alone.
    """
    said, before, after = (
        directory.plain_address(one) for one in (listing.place_address, old.address, new.address)
    )
    address, is_sure = listing.place_address, True
    if after and said != after and (said or before != after):
        address, is_sure = new.address, said in ("", before)
    districts = listing.district_keys
    if new.district_key and districts == (old.district_key,):
        districts = (new.district_key,)
    name = listing.place_name
    if new.name != old.name or fold(new.name) != spelling:
        name = directory.renamed(name, spelling, new.name)
    return Follower(listing, name, address, districts, is_sure)


def correct_place(  # noqa: PLR0913 - the facts and the choice on top of what every change takes
    session: Session,
    place: Place,
    facts: PlaceFacts,
    *,
    version: int,
    listing_ids: Collection[int],
    by: Actor,
    now: datetime,
) -> int:
    """The place corrected, and how many of the chosen listings followed."""
    facts = directory.checked_place(facts)
    chosen = _chosen(followers(session, place, facts), listing_ids)
    directory.change_place(session, place, facts, version=version, by=by, now=now)
    return _move(session, place.hub_id, chosen, by=by, now=now)


def join_places(  # noqa: PLR0913 - two places, each with the version that was looked at
    session: Session,
    place: Place,
    other: Place,
    *,
    version: int,
    other_version: int,
    listing_ids: Collection[int],
    by: Actor,
    now: datetime,
) -> int:
    """``other`` joined to ``place``, and how many of the chosen listings followed."""
    facts = directory.joined(directory.facts_of(place), directory.facts_of(other))
    chosen = _chosen(followers(session, place, facts, joining=other), listing_ids)
    directory.join_places(
        session, place, other, version=version, other_version=other_version, by=by, now=now
    )
    return _move(session, place.hub_id, chosen, by=by, now=now)


def _chosen(found: list[Follower], ids: Collection[int]) -> dict[int, Follower]:
    return {one.listing.id: one for one in found if one.listing.id in ids}


def _move(
    session: Session, hub_id: int, chosen: dict[int, Follower], *, by: Actor, now: datetime
) -> int:
    for listing in listings.get_listings(session, hub_id, chosen):
        one = chosen[listing.id]
        listings.correct_place(
            session,
            listing,
            name=one.name,
            address=one.address,
            district_keys=one.district_keys,
            by=by,
            now=now,
        )
    session.flush()
    return len(chosen)
