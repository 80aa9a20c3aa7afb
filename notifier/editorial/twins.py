"""Find the likely duplicates of a page of cases, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from notifier.editorial.duplicates import LIKELY, alike, is_same
from notifier.editorial.facts import Duplicate
from notifier.editorial.models import Case, DistinctPair
from notifier.editorial.workflow import OPEN, STATE_NAMES, CaseState
from notifier.intake import Submission

MOST_COMPARED = 500  # of one day, the newest: ten times what a ward ever held on one
MOST = 5  # a person compares a few, the likeliest first
_ALIVE = (*OPEN, CaseState.APPROVED)
_UNDATED_FOR = timedelta(days=180)  # how long something without a day is looked at


@dataclass(frozen=True, slots=True)
class _Other:
    """One living case a case of the page may be the same as."""

    id: int
    first_on: date | None
    likeness: dict[str, Any]
    state: CaseState
    listing_id: int | None
    title: str


def find_twins(
    session: Session, hub_id: int, cases: Sequence[Case], *, now: datetime
) -> dict[int, tuple[Duplicate, ...]]:
    """{case id: its likely duplicates}, of which nobody said yet that they are different."""
    others = _others(session, hub_id, cases, now)
    found = {case.id: _alike(case, others[case.first_on]) for case in cases}
    asked = [number for number, twins in found.items() if twins]
    apart = _apart(session, hub_id, asked) if asked else {}
    return {
        number: tuple(one for one in twins if one.case_id not in apart.get(number, ()))[:MOST]
        for number, twins in found.items()
    }


def _others(
    session: Session, hub_id: int, cases: Sequence[Case], now: datetime
) -> dict[date | None, list[_Other]]:
    newest = (_newest(hub_id, day, now) for day in {case.first_on for case in cases})
    rows = session.execute(
        select(Case.id, Case.first_on, Case.likeness, Case.state, Case.listing_id, Submission.title)
        .join(Submission, Submission.id == Case.submission_id)
        .where(Case.hub_id == hub_id, Case.id.in_(union_all(*newest)))
        .order_by(Case.id)
    )
    found: dict[date | None, list[_Other]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(_Other(row[0], row[1], row[2], row[3], row[4], row[5]))
    return found


def _newest(hub_id: int, day: date | None, now: datetime) -> Select[int]:
    """The ids of the newest living cases of a day; of those without a day, what is not long over."""
    on_the_day: ColumnElement[bool] = Case.first_on == day
    if day is None:
        recent = or_(Case.state.in_(OPEN), Case.opened_at >= now - _UNDATED_FOR)
        on_the_day = and_(Case.first_on.is_(None), recent)
    found = (
        select(Case.id)
        .where(Case.hub_id == hub_id, Case.state.in_(_ALIVE), on_the_day)
        .order_by(Case.id.desc())
        .limit(MOST_COMPARED)
        .subquery()
    )
    return select(found.c.id)


def _apart(session: Session, hub_id: int, ids: list[int]) -> dict[int, set[int]]:
    rows = session.execute(
        select(DistinctPair.case_id, DistinctPair.other_id).where(
            DistinctPair.hub_id == hub_id,
            or_(DistinctPair.case_id.in_(ids), DistinctPair.other_id.in_(ids)),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found


def _alike(case: Case, others: Sequence[_Other]) -> list[Duplicate]:
    """The likeliest first. A correction is naturally like the listing it corrects; that is no
    duplicate."""
    mine = {case.corrects_listing_id, case.listing_id} - {None}
    scored = []
    for other in others:
        if other.id == case.id or other.listing_id in mine:
            continue
        same = is_same(case.likeness, other.likeness)
        score = (
            100.0 if same else alike(case.likeness, other.likeness, dated=case.first_on is not None)
        )
        if score >= LIKELY:
            scored.append((-score, other.id, other, same))
    return [
        Duplicate(other.id, other.title, STATE_NAMES[other.state], is_exact=same)
        for _score, _id, other, same in sorted(scored, key=lambda row: row[:2])
    ]
