"""A submission is judged: one case per submission."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notifier.editorial.workflow import CaseState
from notifier.intake import ListingDraft
from notifier.kit.db import Row, closed_set


class Case(Row):
    """The judgement of one submission.

    ``draft_json`` is the desk's own copy of the reading (edited there); ``version`` guards
    against two browsers; ``criteria`` holds {criterion key: "pass" | "fail" | "ask"}.
    ``first_at`` is when telling it comes too late (``standing``), for sorting by what the next
    send would lose. ``first_on`` (local day of the first date) and ``likeness`` (folded words) are
    what duplicates are found by. ``is_replaced``: a newer version of its sender took its place,
    which nobody takes back. A correction points to the listing it changes (``corrects_listing_id``) and keeps what
    it replaced there (``replaced_json``: {field: [before, after]}), so that it can be undone.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state", "hub_id", "state", "first_at"),
        Index("ix_cases_first_on", "hub_id", "first_on", "id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    state: Mapped[CaseState] = mapped_column(
        closed_set(CaseState, "state"), default=CaseState.WAITING
    )
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)
    draft_json: Mapped[dict[str, Any]]
    criteria: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_at: Mapped[datetime | None]
    first_on: Mapped[date | None]
    likeness: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    is_replaced: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    corrects_listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    replaced_json: Mapped[dict[str, Any] | None]

    @property
    def draft(self) -> ListingDraft:
        """The reading as the desk has it now."""
        return ListingDraft.from_json(self.draft_json)


class DistinctPair(Row):
    """Two cases that look alike and of which somebody said that they are not the same.

    The smaller id stands first, so that a pair is kept once and nobody is asked about it again.
    """

    __tablename__ = "distinct_pairs"
    __table_args__ = (
        UniqueConstraint("hub_id", "case_id", "other_id"),
        Index("ix_distinct_pairs_other", "hub_id", "other_id"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    said_at: Mapped[datetime]
    said_by: Mapped[str] = mapped_column(String(200))
