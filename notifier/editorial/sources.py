"""Every submission behind a listing: the one approved, its corrections, and all merged into them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.originals import SOURCES, original_rows
from notifier.editorial.workflow import STATE_NAMES
from notifier.intake import Submission


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One arrival: by which way, when, what it said, and where its case stands."""

    case_id: int
    title: str
    source_name: str
    received_at: datetime
    state_name: str
    original: tuple[tuple[str, str], ...]


def sources_of(session: Session, hub_id: int, listing_id: int) -> tuple[SourceLine, ...]:
    """The arrivals behind one listing of this hub, oldest first; merging loses none of them."""
    found = _cases(
        session,
        hub_id,
        or_(Case.listing_id == listing_id, Case.corrects_listing_id == listing_id),
    )
    level = set(found)
    while level:  # what was merged into what was merged: one query for each step
        more = _cases(session, hub_id, Case.merged_into_id.in_(level))
        level = set(more) - set(found)
        found |= {number: more[number] for number in level}
    rows = sorted(found.values(), key=lambda row: (row[1].received_at, row[1].id))
    return tuple(
        SourceLine(
            case.id,
            submission.title,
            SOURCES.get(submission.source, submission.source),
            submission.received_at,
            STATE_NAMES[case.state],
            original_rows(submission.original),
        )
        for case, submission in rows
    )


def _cases(
    session: Session, hub_id: int, which: ColumnElement[bool]
) -> dict[int, tuple[Case, Submission]]:
    rows = session.execute(
        select(Case, Submission)
        .join(Submission, Submission.id == Case.submission_id)
        .where(Case.hub_id == hub_id, Submission.hub_id == hub_id, which)
    )
    return {case.id: (case, submission) for case, submission in rows}
