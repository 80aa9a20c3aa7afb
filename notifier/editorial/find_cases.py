"""「さがす」: a case by its number, or by words of its title or its group as sent or as mended, in whatever state."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from notifier.directory import Group
from notifier.editorial.models import Case
from notifier.editorial.workflow import STATE_NAMES
from notifier.intake import Submission
from notifier.kit.search import says
from notifier.kit.text import half

MOST = 50
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class FoundCase:
    """One line of what was found."""

    id: int
    title: str
    state_name: str
    group: str
    received_at: datetime


def find_cases(session: Session, hub_id: int, text: str) -> list[FoundCase]:
    """At most fifty of this hub's cases that hold every word of ``text``, the newest first."""
    words = text.split()
    if not words:
        return []
    same_hub = and_(Group.id == Submission.group_id, Group.hub_id == hub_id)
    rows = session.execute(
        select(Case, Submission, Group)
        .join(Submission, Submission.id == Case.submission_id)
        .outerjoin(Group, same_hub)
        .where(Case.hub_id == hub_id, Submission.hub_id == hub_id, *map(_holds, words))
        .order_by(Submission.received_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return [_line(row[0], row[1], row[2]) for row in rows]


def _line(case: Case, submission: Submission, group: Group | None) -> FoundCase:
    return FoundCase(
        case.id,
        case.draft.title or submission.title,
        STATE_NAMES[case.state],
        group.name if group else case.draft.organiser,
        submission.received_at,
    )


def _holds(word: str) -> ColumnElement[bool]:
    sent, read = (Submission.title, Group.name), ("title", "organiser")
    ways = [says((*sent, *(Case.draft_json[name].as_string() for name in read)), word)]
    number = half(word).removeprefix("番号")
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        ways.append(Case.id == int(number))
    return or_(*ways)
