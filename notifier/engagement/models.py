"""What came back: counts per day, never per person."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row


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
