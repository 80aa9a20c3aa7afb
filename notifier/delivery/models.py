"""An issue reaches people: batches are the work, deliveries the ledger."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import Computed, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from notifier.kit.db import Row, closed_set


def _only(condition: str) -> dict[str, Any]:
    """An index of these rows alone."""
    return {f"{database}_where": text(condition) for database in ("sqlite", "postgresql")}


class BatchState(enum.StrEnum):
    """waiting → planned → claimed → done; retry waits its time; the others are over.

    *Waiting* is written with the plan: nobody may claim it before the quota was looked at.

    Readers still *queued* in a batch that is over wait for a person: the edition is blocked.
    """

    WAITING = "waiting"
    PLANNED = "planned"
    CLAIMED = "claimed"
    RETRY = "retry"
    DONE = "done"
    QUOTA_BLOCKED = "quota_blocked"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


class DeliveryState(enum.StrEnum):
    """queued → sending → sent; bounced | failed | suppressed | unknown."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"


MISSED = ("bounced", "failed", "suppressed")  # the other way may stand in


class Batch(Row):
    """At most 500 readers of one channel: one claim, one LINE call, one mail connection.

    A LINE batch is of one content group; a mail batch may hold several, for a mail is written
    for each reader anyway, and has no ``content_group_id``.

    ``retry_key`` and, from the first attempt, ``request_sha256`` are committed before the call: the
    request is rebuilt from the rows (readers' ids live in ``subscribers`` alone); in doubt it must
    be the same, through the same account. ``lease_until`` lets the sweeper take a dead worker's batch; ``rung_at`` keeps
    it from ringing the same bell every second. ``is_in_doubt`` stands from before a LINE call until
    its answer: a call under this key may have been accepted without our hearing so. ``journal``
    names the local file of the mail worker that last took readers of this batch.
    """

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("edition_id", "channel", "content_group_id", "number"),
        Index(
            "uq_batches_mixed",
            "edition_id",
            "channel",
            "number",
            unique=True,
            **_only("content_group_id IS NULL"),
        ),
        Index("ix_batches_due", "state", "next_try_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    content_group_id: Mapped[int | None] = mapped_column(ForeignKey("content_groups.id"))
    channel: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    state: Mapped[BatchState] = mapped_column(
        closed_set(BatchState, "state"), default=BatchState.PLANNED
    )
    retry_key: Mapped[str] = mapped_column(String(36))
    unit: Mapped[str] = mapped_column(String(30), default="")
    request_sha256: Mapped[str] = mapped_column(String(64), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)  # that may have reached LINE
    is_in_doubt: Mapped[bool] = mapped_column(default=False)
    first_attempt_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    request_id: Mapped[str] = mapped_column(String(80), default="")
    journal: Mapped[str] = mapped_column(String(40), default="")
    done_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_key: Mapped[str] = mapped_column(String(32), default="")  # "" where only people read it


class Delivery(Row):
    """One row per (edition, reader, channel): who should get it, and what became of it.

    The partial unique index is the promise: one open or successful way per reader; the other may
    stand in only after the first has missed (bounced, failed, suppressed). No index names ``state``
    and pages are half empty: a receipt then touches no index, at a quarter of the price, and never
    writes ``reason_key``. Of LINE a whole batch goes at once, its readers *queued* until the answer.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("edition_id", "subscriber_id", "channel"),
        Index(
            "uq_deliveries_once",
            "edition_id",
            "subscriber_id",
            unique=True,
            **_only("NOT is_missed"),
        ),
        Index("ix_deliveries_batch", "batch_id"),
        Index("ix_deliveries_not_reached", "edition_id", **_only("is_missed")),
        {"postgresql_with": {"fillfactor": 50}},
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    channel: Mapped[str] = mapped_column(String(16))
    content_group_id: Mapped[int] = mapped_column(ForeignKey("content_groups.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    state: Mapped[DeliveryState] = mapped_column(
        closed_set(DeliveryState, "state"), default=DeliveryState.QUEUED
    )
    is_missed: Mapped[bool] = mapped_column(
        Computed("state IN ('bounced', 'failed', 'suppressed')", persisted=True)
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_key: Mapped[str] = mapped_column(String(32), default="")  # never NULL: see ADR 0024
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class DeliveryCount(Row):
    """What stays of an edition's deliveries after thirteen months: how many, not who.

    ``on`` is the hub's day they were sent (of the last change for those that were not).
    """

    __tablename__ = "delivery_counts"
    __table_args__ = (
        UniqueConstraint("edition_id", "channel", "state", "on"),
        Index("ix_delivery_counts_hub", "hub_id", "on"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[DeliveryState] = mapped_column(closed_set(DeliveryState, "state"))
    on: Mapped[date]
    count: Mapped[int]
    first_sent_at: Mapped[datetime | None]
    last_sent_at: Mapped[datetime | None]


class QuotaChoice(enum.StrEnum):
    """What a person may decide when LINE's allowance cannot carry an edition whole."""

    FEWER = "fewer"
    MAIL = "mail"
    REST = "rest"
    PLAN = "plan"


class QuotaDecision(Row):
    """A person's decision for one edition; at most one stands (``undone_at`` is NULL).

    ``line_messages`` is the most LINE messages the edition may take (fewer, mail), ``passed_over``
    how many readers it was said to leave out, ``rest_days`` the weekly days it made rest (ISO),
    ``plan`` the plan to be contracted.
    """

    __tablename__ = "quota_decisions"
    __table_args__ = (
        Index(
            "uq_quota_decisions_standing",
            "edition_id",
            unique=True,
            **_only("undone_at IS NULL"),
        ),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    choice: Mapped[QuotaChoice] = mapped_column(closed_set(QuotaChoice, "choice"))
    line_messages: Mapped[int | None]
    passed_over: Mapped[int] = mapped_column(default=0)
    rest_days: Mapped[list[str]] = mapped_column(default=list)
    plan: Mapped[str] = mapped_column(String(20), default="")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_by_key: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(200), default="")


class PassedOver(Row):
    """A reader an edition left out for want of quota, so that the next one does not again."""

    __tablename__ = "passed_over"
    __table_args__ = (
        UniqueConstraint("edition_id", "subscriber_id"),
        Index("ix_passed_over_subscriber", "subscriber_id", "edition_id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    at: Mapped[datetime]


class MailDomain(Row):
    """A mail provider that asked us to slow down: until when nobody there is written to.

    It is gone again once a mail was taken there. ``strikes`` counts refusals in a row.
    """

    __tablename__ = "mail_domains"
    __table_args__ = (UniqueConstraint("hub_id", "domain"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    domain: Mapped[str] = mapped_column(String(255))
    strikes: Mapped[int] = mapped_column(default=1)
    paused_until: Mapped[datetime]
    updated_at: Mapped[datetime]


class Heartbeat(Row):
    """When a duty of the sending was last done; ``alerted_at`` tells of a silence once."""

    __tablename__ = "heartbeats"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    alerted_at: Mapped[datetime | None]


class LineLook(Row):
    """What LINE last answered about the hub's account: a sentence when its key was not taken."""

    __tablename__ = "line_looks"
    __table_args__ = (UniqueConstraint("hub_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    looked_at: Mapped[datetime]
    used: Mapped[int] = mapped_column(default=0)
    allowed: Mapped[int | None]
    problem: Mapped[str] = mapped_column(Text, default="")


class InsightLook(Row):
    """What LINE counted of an edition so many days (1, 3, 7, 15) after its sending.

    ``saw`` and ``tapped`` are people; None = fewer than twenty, as LINE says it. ``answered_at``
    None: asked, and no answer yet.
    """

    __tablename__ = "insight_looks"
    __table_args__ = (UniqueConstraint("edition_id", "day"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    day: Mapped[int]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    saw: Mapped[int | None]
    tapped: Mapped[int | None]


class LineDay(Row):
    """How many messages LINE says it delivered to the hub's friends on a day (in Japan), by API.

    ``delivered`` None: not counted yet when it was asked last.
    """

    __tablename__ = "line_days"
    __table_args__ = (UniqueConstraint("hub_id", "on", "kind"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    delivered: Mapped[int | None]
