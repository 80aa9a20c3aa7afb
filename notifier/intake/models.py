"""What arrives: submissions with their originals, table imports, and submitters' links."""

import enum
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.intake.draft import ListingDraft
from notifier.kit.db import Row, closed_set

NO_TITLE = "（題名はまだありません）"
ERASED = "（送り主が送信を取り消しました）"


class ImportState(enum.StrEnum):
    """uploaded (columns shown, to be confirmed) → done; discarded."""

    UPLOADED = "uploaded"
    DONE = "done"
    DISCARDED = "discarded"


class TableImport(Row):
    """One file somebody handed in: its bytes, the columns as confirmed, and what came of it."""

    __tablename__ = "table_imports"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    source: Mapped[str] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(200))
    original: Mapped[bytes] = mapped_column(LargeBinary)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    state: Mapped[ImportState] = mapped_column(closed_set(ImportState, "state"))
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


class Submission(Row):
    """What a group handed in: the original beside our reading of it.

    ``external_id`` is the sender's id or a hash of (group, title, place, first date);
    ``content_hash`` tells a duplicate from a revision. ``original`` is what arrived, as JSON of
    text ({"fields": {...}} for a form, {"row": n, "cells": [...]} for a table).
    ``corrects_listing_id`` points to the listing a correction is about.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("hub_id", "source", "external_id", "revision"),
        Index("ix_submissions_received", "hub_id", "received_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    source: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(default=1)
    content_hash: Mapped[str] = mapped_column(String(64))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    is_verified_sender: Mapped[bool] = mapped_column(default=False)
    submitter_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    line_sender_id: Mapped[int | None] = mapped_column(ForeignKey("line_senders.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("table_imports.id"))
    corrects_listing_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(300))
    original: Mapped[dict[str, Any]]
    draft_json: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    received_by: Mapped[str] = mapped_column(String(200))
    received_by_key: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """Its title, "" while it has none."""
        return "" if self.title == NO_TITLE else self.title

    @property
    def draft(self) -> ListingDraft:
        """Our reading at receipt; the desk edits its own copy on the case."""
        return ListingDraft.from_json(self.draft_json)


class Attachment(Row):
    """A file handed in with a submission (flyer photo, PDF); bytes live in the media folder."""

    __tablename__ = "attachments"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class SubmitterLink(Row):
    """A magic link to one submitter's own items in one hub: random, stored hashed, revocable.

    They are known by their address (``email``), or by LINE (``line_sender_id``), or by both.
    """

    __tablename__ = "submitter_links"
    __table_args__ = (Index("ix_submitter_links_email", "hub_id", "email"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    email: Mapped[str] = mapped_column(String(254))
    line_sender_id: Mapped[int | None] = mapped_column(ForeignKey("line_senders.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Question(Row):
    """Something asked of a submitter (plain words), and the answer that came back.

    ``closed_at``: the sender wished to answer no more; nobody waits for it. ``is_prompt``: no person
    asked, it was a part of the receipt.
    """

    __tablename__ = "submission_questions"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    field: Mapped[str] = mapped_column(String(40), default="")
    message: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    is_prompt: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def said(self) -> str:
        """The answer; "" while there is none, and once its sender took it back."""
        return "" if self.answer == ERASED else self.answer


class PartState(enum.StrEnum):
    """waiting (a photo to be fetched) → kept; lost when LINE no longer has it; erased by its sender."""

    WAITING = "waiting"
    KEPT = "kept"
    LOST = "lost"
    ERASED = "erased"


class LinePart(Row):
    """One LINE message that belongs to a submission: words, an answer, or a photo to be fetched.

    ``set_id`` joins photos that were chosen together. A photo is due at ``due_at`` and taken until
    ``lease_until``; words have neither.
    """

    __tablename__ = "line_parts"
    __table_args__ = (
        UniqueConstraint("hub_id", "message_id"),
        Index("ix_line_parts_due", "state", "due_at"),
        Index("ix_line_parts_sender", "line_sender_id", "id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    line_sender_id: Mapped[int] = mapped_column(ForeignKey("line_senders.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    message_id: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    set_id: Mapped[str] = mapped_column(String(120), default="")
    question_id: Mapped[int | None] = mapped_column(ForeignKey("submission_questions.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    state: Mapped[PartState] = mapped_column(closed_set(PartState, "state"))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]


class Feed(Row):
    """A feed (rss) or calendar (ical) somewhere else that is asked for news.

    ``next_poll_at`` moves into the future by a claim, so that of two pollers one goes. Errors and
    remarks are sentences for the desk; ``failures`` counts those in a row.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("hub_id", "key"),
        Index("ix_feeds_due", "is_active", "next_poll_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(1000))
    title: Mapped[str] = mapped_column(String(200), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    etag: Mapped[str] = mapped_column(String(300), default="")
    last_modified: Mapped[str] = mapped_column(String(100), default="")
    next_poll_at: Mapped[datetime]
    last_polled_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @property
    def name(self) -> str:
        """How people call it: its own title or, until it was read once, where it stands."""
        return self.title or urlsplit(self.url).hostname or self.key


class FeedItem(Row):
    """One item of a feed as last seen, so that news is told from what was there before.

    ``content_hash`` marks the sender's words, ``last_on`` its last day (None for a notice).
    ``vanished_at``: it is no longer in its calendar, or was called off there, and the desk was
    asked about it.
    """

    __tablename__ = "feed_items"
    __table_args__ = (UniqueConstraint("feed_id", "hub_id", "external_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id"))
    external_id: Mapped[str] = mapped_column(String(60))
    likeness: Mapped[str] = mapped_column(String(60), default="")
    content_hash: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    last_on: Mapped[date | None]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    vanished_at: Mapped[datetime | None]
