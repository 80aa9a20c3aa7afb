"""What the desk's pages show: small frozen views, so that templates decide no facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from notifier.editorial.diff import Change
from notifier.editorial.facts import Check, CriterionMark, Duplicate
from notifier.editorial.workflow import CaseState, Deed
from notifier.intake import ListingDraft


@dataclass(frozen=True, slots=True)
class Line:
    """One field of our reading in words."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One case in the queue: our reading, the original, and what the checks found.

    ``answers`` are (question, answer) of the group. ``is_trusted``: a verified sender of a trusted
    group; ``may_trust``: a verified one whose group is not trusted yet. ``is_urgent``: the next
    weekly edition would lose it. ``is_own``: who looks typed it and may not approve it here.
    ``photos`` are the numbers of the pictures that came with it.
    """

    id: int
    version: int
    state: CaseState
    state_name: str
    title: str
    group: str
    source: str
    source_name: str
    received_at: datetime
    is_correction: bool
    lines: tuple[Line, ...]
    outlets: str
    original: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    questions: tuple[tuple[str, str], ...]
    deeds: frozenset[Deed]
    duplicates: tuple[Duplicate, ...]
    draft: ListingDraft
    answers: tuple[tuple[str, str], ...] = ()
    is_trusted: bool = False
    may_trust: bool = False
    is_urgent: bool = False
    is_own: bool = False
    photos: tuple[int, ...] = ()

    @property
    def offered(self) -> frozenset[Deed]:
        """The deeds a page offers who looks: one's own entry is for another to approve."""
        return self.deeds - {Deed.APPROVE} if self.is_own else self.deeds

    @property
    def stops(self) -> tuple[Check, ...]:
        """What must be mended before approval."""
        return tuple(check for check in self.checks if check.level == "stop")

    @property
    def asks(self) -> tuple[Check, ...]:
        """What a person must have looked at."""
        return tuple(check for check in self.checks if check.level == "ask")

    @property
    def hints(self) -> tuple[Check, ...]:
        """What is good to know."""
        return tuple(check for check in self.checks if check.level == "ok")


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue. ``urgent`` counts what the next weekly edition would lose."""

    cards: tuple[CardView, ...]
    counts: Mapping[CaseState, int]
    state: CaseState | None
    page: int
    pages: int
    total: int
    urgent: int
    next_send_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A field, what we took, and the words it came from."""

    label: str
    value: str
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class AskedView:
    """A question sent, and its answer if there is one."""

    message: str
    field: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One sentence of the trail; ``changes`` are (label, old, new)."""

    at: datetime
    sentence: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about one case."""

    card: CardView
    readings: tuple[ReadingLine, ...]
    asked: tuple[AskedView, ...]
    files: tuple[tuple[str, int], ...]
    history: tuple[HistoryLine, ...]
    criteria: tuple[CriterionMark, ...]
    duplicates: tuple[Duplicate, ...]
    correction: tuple[Change, ...]
    listing_id: int | None
    corrects_listing_id: int | None
    merged_into_id: int | None
    reason: str
    decided_by: str
    assignee: str
    has_address: bool
    in_line: bool = False
    coming: tuple[str, ...] = ()
