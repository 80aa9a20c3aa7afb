"""What every source produces: our reading of what a group sent, beside the words it came from.

A draft is plain data. It never replaces the original, which the submission keeps.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from notifier.taxonomy.outlets import EVERYWHERE

Kind = Literal["event", "information"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing we understood: the field, what we took, the words, and whether we are sure."""

    field: str
    value: str
    words: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """Something we will not guess; ``message`` is a plain Japanese question to a person."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class OccurrenceDraft:
    """One date of an event. Moments are aware UTC; ``ends_at`` may be unknown.

    ``all_day`` marks dates without a clock time: then ``starts_at`` is local midnight of the
    first day and ``ends_at``, if any, local midnight of the last day (that day included).
    """

    starts_at: datetime
    ends_at: datetime | None = None
    all_day: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """A group's item as we read it. Empty text means "not said"; None means "not known".

    Ages are months: 0歳児 is 0-11, 未就園児 0-47, a pregnant reader is told by ``audiences``
    ("pregnant", "father", "twins", "foreign_roots", "helper"). ``fee_yen`` 0 is free.
    ``external_id`` is the sender's own id, "" when they have none.
    """

    title: str = ""
    kind: Kind = "event"
    body: str = ""
    organiser: str = ""
    occurrences: tuple[OccurrenceDraft, ...] = ()
    when_text: str = ""
    recurrence: dict[str, Any] | None = None
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
    capacity: int | None = None
    capacity_unit: str = ""
    apply_text: str = ""
    apply_by_at: datetime | None = None
    bring_text: str = ""
    weather_text: str = ""
    url: str = ""
    contact_public: str = ""
    contact_private: str = ""
    expires_on: date | None = None
    external_id: str = ""
    outlets: tuple[str, ...] = EVERYWHERE
    readings: tuple[Reading, ...] = ()
    questions: tuple[Question, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dictionary; ``from_json`` gives the same draft back."""
        # By hand, not by dataclasses.asdict: that one copies deeply and took half an import's time.
        plain = {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}
        for name in ("occurrences", "readings", "questions"):
            plain[name] = [
                {key: _plain(getattr(row, key)) for key in row.__dataclass_fields__}
                for row in getattr(self, name)
            ]
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ListingDraft":
        """The draft stored by ``to_json``; keys we no longer know are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["occurrences"] = tuple(
            OccurrenceDraft(
                starts_at=datetime.fromisoformat(row["starts_at"]),
                ends_at=_moment(row.get("ends_at")),
                all_day=bool(row.get("all_day")),
                note=row.get("note", ""),
            )
            for row in data.get("occurrences", ())
        )
        known["readings"] = tuple(Reading(**row) for row in data.get("readings", ()))
        known["questions"] = tuple(Question(**row) for row in data.get("questions", ()))
        known["apply_by_at"] = _moment(data.get("apply_by_at"))
        expires_on = data.get("expires_on")
        known["expires_on"] = date.fromisoformat(expires_on) if expires_on else None
        for name in ("district_keys", "audiences", "themes", "outlets"):
            if name in known:
                known[name] = tuple(known[name])
        return cls(**known)


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is any
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
