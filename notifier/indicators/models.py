"""What it was good for: typed figures, and snapshots that keep a counted figure traceable."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row


class TypedFigure(Row):
    """A figure somebody typed in; always marked as typed. ``period`` is "2025-02" or "FY2024"."""

    __tablename__ = "typed_figures"
    __table_args__ = (UniqueConstraint("hub_id", "key", "period"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(10))
    value: Mapped[int]
    typed_by: Mapped[str] = mapped_column(String(200))
    typed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")


class FigureSnapshot(Row):
    """A counted figure with the ids it was counted from, kept after retention removed the rows."""

    __tablename__ = "figure_snapshots"
    __table_args__ = (UniqueConstraint("hub_id", "key", "part", "period"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(60))
    part: Mapped[str] = mapped_column(String(60), default="")
    period: Mapped[str] = mapped_column(String(10))
    value: Mapped[float]
    ids: Mapped[list[Any]]
    measured_at: Mapped[datetime]


class EditionCost(Row):
    """What one edition cost, typed by staff: yen, minutes, and the yen an hour of work costs.

    ``copies`` are those printed, 0 when nothing was. ``version`` guards against two browsers.
    """

    __tablename__ = "edition_costs"
    __table_args__ = (UniqueConstraint("hub_id", "edition_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    print_yen: Mapped[int] = mapped_column(default=0)
    delivery_yen: Mapped[int] = mapped_column(default=0)
    staff_minutes: Mapped[int] = mapped_column(default=0)
    hour_yen: Mapped[int] = mapped_column(default=0)
    fee_yen: Mapped[int] = mapped_column(default=0)
    copies: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    typed_by: Mapped[str] = mapped_column(String(200))
    typed_at: Mapped[datetime]
