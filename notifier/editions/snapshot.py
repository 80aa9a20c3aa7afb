"""The frozen view of a listing inside an edition: plain data, as JSON, complete for every format.

Nothing is looked up again after approval: what was approved is what goes.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifier.subscribers import ItemFacts


@dataclass(frozen=True, slots=True)
class Showing:
    """One date of an item. Moments are aware UTC; an all-day date has no clock time."""

    starts_at: datetime
    ends_at: datetime | None
    all_day: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A listing as an edition tells it on ``told_on``. Empty text = not said, None = not known.

    ``told_on`` says whom it is for, never what it says: children are as old as on that day.
    ``wordings`` are its checked words by language and field; a language not in it has none.
    """

    listing_id: int
    listing_version: int
    kind: str
    title: str
    public_url: str
    timezone: str
    told_on: date
    showings: tuple[Showing, ...] = ()
    organiser: str = ""
    body: str = ""
    place_name: str = ""
    place_address: str = ""
    district_keys: tuple[str, ...] = ()
    audience_text: str = ""
    min_months: int | None = None
    max_months: int | None = None
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    fee_text: str = ""
    fee_yen: int | None = None
    capacity_text: str = ""
    apply_text: str = ""
    apply_by_at: datetime | None = None
    bring_text: str = ""
    weather_text: str = ""
    contact_public: str = ""
    expires_on: date | None = None
    outlets: tuple[str, ...] = ()
    wordings: dict[str, dict[str, str]] = field(default_factory=dict)
    reason: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The hub's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def on_dates(self) -> tuple[date, ...]:
        """The local days of its dates."""
        return tuple(showing.starts_at.astimezone(self.zone).date() for showing in self.showings)

    @property
    def facts(self) -> ItemFacts:
        """What matching needs to know."""
        return ItemFacts(
            listing_id=self.listing_id,
            district_keys=self.district_keys,
            min_months=self.min_months,
            max_months=self.max_months,
            audiences=self.audiences,
            themes=self.themes,
            on_dates=self.on_dates or (self.told_on,),
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dictionary; ``from_json`` gives the same snapshot back."""
        data = asdict(self)
        data["showings"] = [
            {
                "starts_at": showing.starts_at.isoformat(),
                "ends_at": showing.ends_at.isoformat() if showing.ends_at else None,
                "all_day": showing.all_day,
            }
            for showing in self.showings
        ]
        for name in ("apply_by_at", "expires_on", "told_on"):
            data[name] = data[name].isoformat() if data[name] else None
        for name in ("district_keys", "audiences", "themes", "outlets"):
            data[name] = list(data[name])
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Snapshot":
        """The snapshot stored by ``to_json``."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["showings"] = tuple(
            Showing(
                starts_at=datetime.fromisoformat(row["starts_at"]),
                ends_at=datetime.fromisoformat(row["ends_at"]) if row["ends_at"] else None,
                all_day=row["all_day"],
            )
            for row in data["showings"]
        )
        for name in ("district_keys", "audiences", "themes", "outlets"):
            known[name] = tuple(data[name])
        known["told_on"] = date.fromisoformat(data["told_on"])
        if data.get("apply_by_at"):
            known["apply_by_at"] = datetime.fromisoformat(data["apply_by_at"])
        if data.get("expires_on"):
            known["expires_on"] = date.fromisoformat(data["expires_on"])
        return cls(**known)


def without(snapshot: Snapshot, cancelled: Iterable[datetime]) -> Snapshot:
    """The snapshot without the dates cancelled since it was frozen."""
    gone = set(cancelled)
    kept = tuple(showing for showing in snapshot.showings if showing.starts_at not in gone)
    if len(kept) == len(snapshot.showings):
        return snapshot
    return replace(snapshot, showings=kept)


def told_at(snapshot: Snapshot, moment: datetime) -> Snapshot:
    """The snapshot told at that moment, which may be days after the edition's own day."""
    return replace(snapshot, told_on=moment.astimezone(snapshot.zone).date())
