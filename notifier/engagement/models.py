"""What came back: counts per day, never per person; and opinions, without a name."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set


class LinkTaps(Row):
    """How often the links of one item in one channel of one edition were opened on one day."""

    __tablename__ = "link_taps"
    __table_args__ = (UniqueConstraint("edition_id", "listing_id", "channel", "on"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    channel: Mapped[str] = mapped_column(String(16))
    on: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)


class FeedbackCount(Row):
    """How often one answer was tapped for one listing on one day."""

    __tablename__ = "feedback_counts"
    __table_args__ = (UniqueConstraint("listing_id", "answer", "on"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    answer: Mapped[str] = mapped_column(String(16))
    on: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)


class OpinionState(enum.StrEnum):
    """new → themed → answered → published; a published answer may be taken back."""

    NEW = "new"
    THEMED = "themed"
    ANSWERED = "answered"
    PUBLISHED = "published"


class Opinion(Row):
    """What somebody wrote into the opinion box; nobody is asked for a name.

    ``body`` is theirs and stays inside the hub. ``said`` and ``did`` are staff's words for everyone:
    what was heard, and what became of it. ``edition_id`` is the one edition that tells them.
    """

    __tablename__ = "opinions"
    __table_args__ = (Index("ix_opinions_state", "hub_id", "state", "id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="ja")
    way: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime]
    state: Mapped[OpinionState] = mapped_column(
        closed_set(OpinionState, "state"), default=OpinionState.NEW
    )
    version: Mapped[int] = mapped_column(default=1)
    theme: Mapped[str] = mapped_column(String(40), default="")
    themed_at: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(Text, default="")
    did: Mapped[str] = mapped_column(Text, default="")
    is_adopted: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(String(200), default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    erased_at: Mapped[datetime | None]
