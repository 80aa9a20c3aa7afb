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
from notifier.directory import Place, PlaceFacts, SeenPlace
from notifier.kit.text import fold
from notifier.listings import PlacedListing, PlaceWords


@dataclass(frozen=True, slots=True)
class Follower:
    """A listing that would say its place otherwise.

    ``is_sure`` is False where its own address differs from what the register said so far: a person
    looks whether it is another place.
    """

    listing: PlacedListing
    words: PlaceWords
    is_sure: bool

    @property
    def is_renamed(self) -> bool:
        """Whether the name changes."""
        return self.words.name != self.listing.said.name

    @property
    def is_moved(self) -> bool:
        """Whether the address changes."""
        return self.words.address != self.listing.said.address

    @property
    def is_regrouped(self) -> bool:
        """Whether the district changes."""
        return self.words.district_keys != self.listing.said.district_keys


def followers(
    session: Session, place: Place, facts: PlaceFacts, *, joining: Place | None = None
) -> list[Follower]:
    """The listings that are at ``place`` (or at ``joining``) and do not say what ``facts`` say."""
    at = {one.id: directory.facts_of(one) for one in (place, joining) if one is not None}
    known = directory.known_places(session, place.hub_id)
    found = []
    for listing in listings.placed(session, place.hub_id):
        spelling = known.spelling(listing.said.name)
        old = at.get(known.ids[spelling]) if spelling else None
        if spelling and old is not None:
            one = follow(listing, spelling, old, facts)
            if one.words != listing.said:
                found.append(one)
    return found


def follow(listing: PlacedListing, spelling: str, old: PlaceFacts, new: PlaceFacts) -> Follower:
    """How the listing would say its place, known there by ``spelling``. Pure.

    The room behind the name stays, and so does the name itself in another width where the register's
    is not corrected. An address other than the register's is replaced, an empty one filled where the
    register's changed. The district follows where it was that district alone.
    """
    said, before, after = (
        directory.plain_address(one) for one in (listing.said.address, old.address, new.address)
    )
    address, is_sure = listing.said.address, True
    if after and said != after and (said or before != after):
        address, is_sure = new.address, said in ("", before)
    districts = listing.said.district_keys
    if new.district_key and districts == (old.district_key,):
        districts = (new.district_key,)
    name = listing.said.name
    if new.name != old.name or fold(new.name) != spelling:
        name = directory.renamed(name, spelling, new.name)
    return Follower(listing, PlaceWords(name, address, districts), is_sure)


def correct_place(
    session: Session,
    seen: SeenPlace,
    facts: PlaceFacts,
    *,
    listing_ids: Collection[int],
    by: Actor,
    now: datetime,
) -> int:
    """The place corrected, and how many of the chosen listings followed."""
    facts = directory.checked_place(facts)
    chosen = _chosen(followers(session, seen.place, facts), listing_ids)
    directory.change_place(session, seen, facts, by=by, now=now)
    return _move(session, seen.place.hub_id, chosen, by=by, now=now)


def join_places(
    session: Session,
    kept: SeenPlace,
    gone: SeenPlace,
    *,
    listing_ids: Collection[int],
    by: Actor,
    now: datetime,
) -> int:
    """``gone`` joined to ``kept``, and how many of the chosen listings followed."""
    place, other = kept.place, gone.place
    facts = directory.joined(directory.facts_of(place), directory.facts_of(other))
    chosen = _chosen(followers(session, place, facts, joining=other), listing_ids)
    directory.join_places(session, kept, gone, by=by, now=now)
    return _move(session, place.hub_id, chosen, by=by, now=now)


def _chosen(found: list[Follower], ids: Collection[int]) -> dict[int, Follower]:
    return {one.listing.id: one for one in found if one.listing.id in ids}


def _move(
    session: Session, hub_id: int, chosen: dict[int, Follower], *, by: Actor, now: datetime
) -> int:
    for listing in listings.get_listings(session, hub_id, chosen):
        listings.correct_place(session, listing, chosen[listing.id].words, by=by, now=now)
    session.flush()
    return len(chosen)
