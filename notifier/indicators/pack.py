"""The monthly pack for the meeting of hub and ward (定例会): queue, decisions, the month's figures."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import editorial
from notifier.directory import Group
from notifier.editorial import OPEN, STATE_NAMES, Case, CaseState
from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.costs import CostLine, costs
from notifier.indicators.figure import Part
from notifier.indicators.measure import Counted, measure
from notifier.indicators.models import TypedFigure
from notifier.indicators.period import Period, month_period
from notifier.indicators.typed import TYPED_KEYS
from notifier.intake import Submission
from notifier.kit import clock
from notifier.kit.errors import BadInputError

DECIDED = (CaseState.APPROVED, CaseState.REJECTED, CaseState.MERGED)
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the month, as it stands now."""

    case_id: int
    at: datetime
    title: str
    group: str
    what: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Statistic:
    """One cell of the catalogue in this month and in the one before."""

    key: str
    part: str
    viewpoint: str
    name: str
    part_name: str
    unit: str
    now: str
    before: str
    definition: str
    is_recorded: bool = True


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the pack shows."""

    hub_name: str
    zone: ZoneInfo
    month: Period
    before: Period
    is_running: bool
    measured_at: datetime
    queue: tuple[tuple[str, int], ...]
    oldest: datetime | None
    decisions: tuple[Decision, ...]
    editions: tuple[CostLine, ...]
    statistics: tuple[Statistic, ...]
    typed: tuple[tuple[str, str], ...]


def pack(session: Session, hub: Hub, *, month: Period, now: datetime) -> Pack:
    """The pack of one month. A month that has not begun, or a year, is refused."""
    _check(month, hub, now)
    year, number = month.first.year, month.first.month
    before = month_period(year - (number == 1), (number - 2) % 12 + 1)
    counts = editorial.counts(session, hub.id)
    return Pack(
        hub_name=hub.name,
        zone=hub.zone,
        month=month,
        before=before,
        is_running=now < month.moments(hub.zone)[1],
        measured_at=now,
        queue=tuple((STATE_NAMES[state], counts[state]) for state in OPEN),
        oldest=_oldest(session, hub),
        decisions=_decisions(session, hub, month),
        editions=tuple(costs(session, hub, period=month)),
        statistics=_statistics(session, hub, month, before, now),
        typed=_typed(session, hub, month),
    )


def _check(month: Period, hub: Hub, now: datetime) -> None:
    if month.is_fiscal_year:
        raise BadInputError("月で選んでください（例 2026-11）。", field="month")
    if month.first > clock.local(now, hub.zone).date():
        raise BadInputError(f"{month.name}はまだ始まっていません。", field="month")


def _oldest(session: Session, hub: Hub) -> datetime | None:
    """Since when the longest waiting of the open cases stands there."""
    return session.scalar(
        select(Case.opened_at)
        .where(Case.hub_id == hub.id, Case.state.in_(OPEN))
        .order_by(Case.opened_at)
        .limit(1)
    )


def _decisions(session: Session, hub: Hub, month: Period) -> tuple[Decision, ...]:
    start, end = month.moments(hub.zone)
    rows = session.execute(
        select(Case, Submission.title, Group.name)
        .join(Submission, Submission.id == Case.submission_id)
        .outerjoin(Group, Group.id == Submission.group_id)
        .where(
            Case.hub_id == hub.id,
            Case.state.in_(DECIDED),
            Case.decided_at >= start,
            Case.decided_at < end,
        )
        .order_by(Case.decided_at, Case.id)
    )
    return tuple(
        Decision(
            case_id=case.id,
            at=case.decided_at or start,
            title=title,
            group=group or "",
            what=STATE_NAMES[case.state],
            reason=case.reason,
            by=case.decided_by,
        )
        for case, title, group in rows
    )


def _statistics(
    session: Session, hub: Hub, month: Period, before: Period, now: datetime
) -> tuple[Statistic, ...]:
    found: list[Statistic] = []
    for key in CATALOG:
        this = measure(session, hub, key=key, period=month, now=now)
        last = measure(session, hub, key=key, period=before, now=now)
        said = {part.key: part.said for part in last.told}
        held = {part.key for part in last.told if part.measured}
        shown = [part for part in this.told if part.measured or part.key in held]
        rows = [_row(this, part, said) for part in shown or this.told[-1:]]
        found.extend(rows or [_empty(this)])
    return tuple(found)


def _row(this: Counted, part: Part, before: dict[str, str]) -> Statistic:
    return Statistic(
        key=this.key,
        part=part.key,
        viewpoint=this.viewpoint,
        name=this.name,
        part_name=part.name,
        unit="" if part.veil else this.unit_of(part),
        now=part.said,
        before=before.get(part.key, NOTHING),
        definition=this.definition,
    )


def _empty(this: Counted) -> Statistic:
    """A figure without a record this month says so."""
    return Statistic(
        key=this.key,
        part="",
        viewpoint=this.viewpoint,
        name=this.name,
        part_name="全体",
        unit="",
        now="記録なし",
        before=NOTHING,
        definition=this.definition,
        is_recorded=False,
    )


def _typed(session: Session, hub: Hub, month: Period) -> tuple[tuple[str, str], ...]:
    rows = session.scalars(
        select(TypedFigure)
        .where(TypedFigure.hub_id == hub.id, TypedFigure.period == month.key)
        .order_by(TypedFigure.key)
    )
    return tuple(
        (TYPED_KEYS[row.key].name, f"{row.value:,}{TYPED_KEYS[row.key].unit}")
        for row in rows
        if row.key in TYPED_KEYS
    )
