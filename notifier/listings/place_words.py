"""What a listing says of its place."""

from dataclasses import dataclass

from notifier.listings.models import ListingStatus


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The name with its room, the address, and the districts it is for."""

    name: str
    address: str
    district_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedListing:
    """A listing with the words of its place."""

    id: int
    title: str
    status: ListingStatus
    said: PlaceWords
