"""A hub and what is settled for it: ward, districts, sending window, schedule, LINE channels."""

import enum
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set


class ChannelPurpose(enum.StrEnum):
    """What a LINE account is for: the weekly account, or contact with groups (連絡用)."""

    READERS = "readers"
    GROUPS = "groups"


class Hub(Row):
    """One community childcare-support hub (地域子育て支援拠点).

    ``rest_days`` are the days (ISO dates, in order) of weekly editions that people decided not to
    send.
    """

    __tablename__ = "hubs"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    ward_code: Mapped[str] = mapped_column(String(6))
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Tokyo")
    created_at: Mapped[datetime]
    is_practice: Mapped[bool] = mapped_column(default=False)

    mail_from: Mapped[str] = mapped_column(String(254), default="")
    mail_from_name: Mapped[str] = mapped_column(String(100), default="")
    postal_address: Mapped[str] = mapped_column(String(200), default="")
    mail_submissions: Mapped[str] = mapped_column(String(254), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")

    schedule_weekly: Mapped[str] = mapped_column(String(20), default="sat 10:00")
    rest_days: Mapped[list[str]] = mapped_column(default=list)
    undo_minutes: Mapped[int] = mapped_column(default=10)
    freshness_minutes: Mapped[int] = mapped_column(default=120)
    window_open: Mapped[str] = mapped_column(String(5), default="09:00")
    window_close: Mapped[str] = mapped_column(String(5), default="20:00")
    open_days: Mapped[str] = mapped_column(String(40), default="tue wed thu fri sat")

    second_person: Mapped[bool] = mapped_column(default=True)
    most_tellings: Mapped[int] = mapped_column(default=2)
    may_approve_own: Mapped[bool] = mapped_column(default=False)

    line_plan: Mapped[str] = mapped_column(String(20), default="light")
    line_rate: Mapped[int] = mapped_column(default=20)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone on the hub's wall."""
        return ZoneInfo(self.timezone)


class District(Row):
    """A district (地区) of the ward; data, because boundaries cut postcodes."""

    __tablename__ = "districts"
    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)


class LineChannel(Row):
    """A LINE Messaging API channel of a hub; the secret is sealed (kit.crypto)."""

    __tablename__ = "line_channels"
    __table_args__ = (
        UniqueConstraint("hub_id", "purpose"),
        Index("ix_line_channels_channel_id", "channel_id", unique=True),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    purpose: Mapped[ChannelPurpose] = mapped_column(closed_set(ChannelPurpose, "purpose"))
    channel_id: Mapped[str] = mapped_column(String(40))
    sealed_secret: Mapped[str] = mapped_column(Text)
    sealed_old_secret: Mapped[str] = mapped_column(Text, default="")
    bot_user_id: Mapped[str] = mapped_column(String(40), default="")


class PostingCriterion(Row):
    """One line of the hub's posting criteria (掲載基準), judged pass / fail / ask per item."""

    __tablename__ = "posting_criteria"
    __table_args__ = (UniqueConstraint("hub_id", "key"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
