"""What the hub stands for: events with their occurrences, and information items."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from notifier.kit.db import Row, closed_set


class ListingKind(enum.StrEnum):
    """An event happens at times; information holds until it expires."""

    EVENT = "event"
    INFORMATION = "information"


class ListingStatus(enum.StrEnum):
    """published → cancelled | ended | withdrawn."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class OccurrenceStatus(enum.StrEnum):
    """Each date has its own status."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class VariantStatus(enum.StrEnum):
    """draft → checked by a named person; a change of words is a draft again."""

    DRAFT = "draft"
    CHECKED = "checked"


class Listing(Row):
    """A checked item the hub stands for, approved by a named person.

    Ages are months (None = no limit). ``district_keys`` and ``audiences`` empty = everyone.
    ``fee_yen`` 0 is free, None is not known as a number. ``outlets`` are the ways it may go.
    ``version`` counts revisions; ``sequence`` is iCalendar's SEQUENCE of the whole.
    """

    __tablename__ = "listings"
    __table_args__ = (
        Index("ix_listings_status", "hub_id", "status"),
        Index("ix_listings_published", "hub_id", "published_at"),
        UniqueConstraint("hub_id", "submission_id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    kind: Mapped[ListingKind] = mapped_column(closed_set(ListingKind, "kind"))
    status: Mapped[ListingStatus] = mapped_column(
        closed_set(ListingStatus, "status"), default=ListingStatus.PUBLISHED
    )
    title: Mapped[str] = mapped_column(String(300))
    title_kana: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    organiser: Mapped[str] = mapped_column(String(200), default="")
    when_text: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[dict[str, Any] | None]
    place_name: Mapped[str] = mapped_column(String(200), default="")
    place_address: Mapped[str] = mapped_column(String(200), default="")
    district_keys: Mapped[list[str]] = mapped_column(default=list)
    audience_text: Mapped[str] = mapped_column(Text, default="")
    min_months: Mapped[int | None]
    max_months: Mapped[int | None]
    audiences: Mapped[list[str]] = mapped_column(default=list)
    themes: Mapped[list[str]] = mapped_column(default=list)
    fee_text: Mapped[str] = mapped_column(Text, default="")
    fee_yen: Mapped[int | None]
    capacity_text: Mapped[str] = mapped_column(Text, default="")
    apply_text: Mapped[str] = mapped_column(Text, default="")
    apply_by_at: Mapped[datetime | None]
    bring_text: Mapped[str] = mapped_column(Text, default="")
    weather_text: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    contact_public: Mapped[str] = mapped_column(Text, default="")
    outlets: Mapped[list[str]] = mapped_column(default=list)
    expires_on: Mapped[date | None]
    review_on: Mapped[date | None]
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    updated_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    status_reason: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    occurrences: Mapped[list["Occurrence"]] = relationship(
        order_by="Occurrence.starts_at", cascade="all", lazy="selectin"
    )
    variants: Mapped[list["ListingVariant"]] = relationship(
        order_by="ListingVariant.language", cascade="all", lazy="selectin"
    )


class Occurrence(Row):
    """One date of an event with its own status, sequence and stable UID."""

    __tablename__ = "occurrences"
    __table_args__ = (
        Index("ix_occurrences_starts", "hub_id", "starts_at"),
        UniqueConstraint("listing_id", "starts_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    all_day: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[OccurrenceStatus] = mapped_column(
        closed_set(OccurrenceStatus, "status"), default=OccurrenceStatus.SCHEDULED
    )
    status_reason: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None]
    is_moved_away: Mapped[bool] = mapped_column(default=False)  # struck, yet nobody called it off
    sequence: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class ListingVariant(Row):
    """The words of a listing in やさしい日本語 or English; dates, place and fee are never in it.

    ``source_hash`` is over the Japanese words it was checked against: when those change, the
    variant is no longer shown. ``named_facts`` are the facts its words may name (``named_facts.py``):
    when one is no longer true, a person looks again. An empty text is shown in Japanese.
    """

    __tablename__ = "listing_variants"
    __table_args__ = (UniqueConstraint("listing_id", "language"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[VariantStatus] = mapped_column(
        closed_set(VariantStatus, "status"), default=VariantStatus.DRAFT
    )
    title: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    audience_text: Mapped[str] = mapped_column(Text, default="")
    fee_text: Mapped[str] = mapped_column(Text, default="")
    capacity_text: Mapped[str] = mapped_column(Text, default="")
    apply_text: Mapped[str] = mapped_column(Text, default="")
    bring_text: Mapped[str] = mapped_column(Text, default="")
    weather_text: Mapped[str] = mapped_column(Text, default="")
    translator: Mapped[str] = mapped_column(String(200), default="")
    written_by: Mapped[str] = mapped_column(String(200))
    written_by_key: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime]
    checked_by: Mapped[str] = mapped_column(String(200), default="")
    checked_at: Mapped[datetime | None]
    source_hash: Mapped[str] = mapped_column(String(64), default="")
    named_facts: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
