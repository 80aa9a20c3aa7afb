"""An issue for an audience: the edition, its items as frozen, its links and content groups."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from notifier.kit.db import Row, closed_set
from notifier.kit.tokens import new_salt


class EditionState(enum.StrEnum):
    """draft → approved → dispatching → sent | stopped; blocked, missed and held wait for people."""

    DRAFT = "draft"
    APPROVED = "approved"
    DISPATCHING = "dispatching"
    SENT = "sent"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    MISSED = "missed"
    HELD = "held"


class Edition(Row):
    """One issue of one kind on one day; composing twice gives the same draft.

    A notice has a ``topic`` (there may be several on a day) and is ``about`` certain dates of one
    listing; both are empty for other kinds.

    ``voices`` are [{"said", "did"}], told beside the items. ``salt`` is random: the number of one
    lost with the database is given again after a restore, and mail servers and LINE still know it.
    ``content_hash`` is written at approval over the frozen items. ``send_at`` is
    max(schedule, approved_at + undo). ``version`` guards the page against two browsers.
    """

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("hub_id", "kind", "on", "topic"),
        Index("ix_editions_due", "state", "send_at"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    kind: Mapped[str] = mapped_column(String(24))
    on: Mapped[date]
    topic: Mapped[str] = mapped_column(String(60), default="")
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[EditionState] = mapped_column(
        closed_set(EditionState, "state"), default=EditionState.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)
    salt: Mapped[str] = mapped_column(String(16), default=new_salt)
    title: Mapped[str] = mapped_column(String(200))
    greeting: Mapped[str] = mapped_column(Text, default="")
    voices: Mapped[list[Any]] = mapped_column(default=list)
    composed_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    approved_by_key: Mapped[str] = mapped_column(String(80), default="")
    is_off_schedule: Mapped[bool] = mapped_column(default=False)
    second_by: Mapped[str] = mapped_column(String(200), default="")
    second_by_key: Mapped[str] = mapped_column(String(80), default="")
    second_at: Mapped[datetime | None]
    send_at: Mapped[datetime | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    dispatched_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str] = mapped_column(String(200), default="")
    closed_at: Mapped[datetime | None]  # stopped, and nothing of it is under way any more
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_key: Mapped[str] = mapped_column(String(24), default="")  # "" where only people read it
    copies_printed: Mapped[int | None]

    items: Mapped[list["EditionItem"]] = relationship(
        order_by="EditionItem.position", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def has_begun(self) -> bool:
        """Whether it is on its way, went or was stopped: then the ledger says whom it was for."""
        return self.state in {EditionState.DISPATCHING, EditionState.SENT, EditionState.STOPPED}


class EditionItem(Row):
    """A listing in an edition; ``snapshot`` is its frozen view, written at approval.

    ``print_title`` and ``print_body`` are staff's shorter words for paper; "" = as the group wrote.
    """

    __tablename__ = "edition_items"
    __table_args__ = (UniqueConstraint("edition_id", "listing_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    position: Mapped[int]
    is_dropped: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    print_title: Mapped[str] = mapped_column(String(100), default="")
    print_body: Mapped[str] = mapped_column(Text, default="")
    snapshot: Mapped[dict[str, Any] | None]
    struck_at: Mapped[datetime | None]
    struck_reason: Mapped[str] = mapped_column(Text, default="")


class Link(Row):
    """A short code for one target of one item in one channel of one edition, shared by readers."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("edition_id", "listing_id", "channel", "target"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))
    channel: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(16))
    url: Mapped[str] = mapped_column(String(1200))
    created_at: Mapped[datetime]


class ContentGroup(Row):
    """Readers who get the same items in the same language: one rendering for all of them.

    ``line_messages`` is the frozen JSON array of LINE message objects. The mail's plain and HTML
    part are the ids of the fragments they are put together from, in order. A part is empty when
    nothing of the group may go that way, and so is then ``mail_subject``.
    """

    __tablename__ = "content_groups"
    __table_args__ = (UniqueConstraint("edition_id", "signature"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    signature: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    listing_ids: Mapped[list[int]]
    line_messages: Mapped[str] = mapped_column(Text)
    mail_subject: Mapped[str] = mapped_column(String(300))
    text_fragments: Mapped[list[int]]
    html_fragments: Mapped[list[int]]
    created_at: Mapped[datetime]


class Fragment(Row):
    """A piece of an edition's mails, kept once for all content groups it stands in: a card, or
    what stands around the cards.

    ``%%SETTINGS_URL%%`` and ``%%UNSUBSCRIBE_URL%%`` are the only personal places.
    """

    __tablename__ = "fragments"
    __table_args__ = (UniqueConstraint("edition_id", "digest"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)


class ContentGroupItem(Row):
    """An item of a content group, so that who was told what can be asked in one statement."""

    __tablename__ = "content_group_items"
    __table_args__ = (
        UniqueConstraint("content_group_id", "listing_id"),
        Index("ix_content_group_items_listing", "listing_id", "edition_id"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    content_group_id: Mapped[int] = mapped_column(ForeignKey("content_groups.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"))


class ContentGroupProfile(Row):
    """Which preference profiles belong to a content group; planning joins readers on it.

    Readers of one profile part where they were told different things before: ``mark`` says which
    of the edition's items they know (see ``hearing``), "" for most.
    """

    __tablename__ = "content_group_profiles"
    __table_args__ = (UniqueConstraint("edition_id", "profile_id", "mark"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    content_group_id: Mapped[int] = mapped_column(ForeignKey("content_groups.id"), index=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("preference_profiles.id"))
    mark: Mapped[str] = mapped_column(Text, default="")


class ReviewLink(Row):
    """A link by which somebody without an account (the ward) reads one issue and comments on it.

    ``seen`` is what they looked at last, item by item: the next look says what changed since. It
    is written by an act of theirs, never by opening the page: mail programs open links too.
    """

    __tablename__ = "review_links"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ReviewComment(Row):
    """What a reviewer wrote of an item, or of the whole issue (``listing_id`` None)."""

    __tablename__ = "review_comments"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("review_links.id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(200), default="")


class ReviewApproval(Row):
    """A reviewer agreed on that day to the content under that hash; append-only."""

    __tablename__ = "review_approvals"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("review_links.id"))
    name: Mapped[str] = mapped_column(String(100))
    content_hash: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]


class Placement(Row):
    """Copies of a printed issue for one place: planned, brought on a day, left over afterwards.

    A place without a row stands in the list with its usual copies. ``left_over`` None = not
    counted.
    """

    __tablename__ = "placements"
    __table_args__ = (UniqueConstraint("edition_id", "place_id"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("distribution_places.id"), index=True)
    copies: Mapped[int]
    placed_on: Mapped[date | None]
    left_over: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(200))
