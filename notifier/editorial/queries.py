"""Reads of the desk. Pages of cases are set-based: their statements do not grow with the cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from notifier import hubs
from notifier.audit import Actor
from notifier.directory import Group
from notifier.editorial.checklist import check_draft, is_clean
from notifier.editorial.evidence import gather
from notifier.editorial.facts import CheckFacts
from notifier.editorial.models import Case
from notifier.editorial.originals import SOURCES, original_rows
from notifier.editorial.own_entry import is_own_entry
from notifier.editorial.views import CardView, Line, QueuePage
from notifier.editorial.words import LABELS, say_field
from notifier.editorial.workflow import ARROWS, OPEN, STATE_NAMES, CaseState, Deed
from notifier.hubs import Hub, get_hub
from notifier.intake import ListingDraft, Submission, attachments_of, questions_of
from notifier.kit.errors import NotFoundError

Order = tuple[ColumnElement[Any], ...]

PER_PAGE = 20
WEEK = timedelta(days=7)
_CARD_FIELDS = (
    "kind",
    "occurrences",
    "when_text",
    "place_name",
    "organiser",
    "audience_text",
    "ages",
    "fee_text",
    "body",
    "apply_text",
    "apply_by_at",
    "contact_public",
)
_LONGEST, _MOST_DATES = 160, 4


def find_case(session: Session, hub_id: int, case_id: int) -> Case:
    """One case of this hub; NotFoundError for any other."""
    found = session.scalar(select(Case).where(Case.hub_id == hub_id, Case.id == case_id))
    if found is None:
        raise NotFoundError("その受付番号の件は、この拠点にありません。")
    return found


def cases_of(session: Session, hub_id: int, submission_ids: Iterable[int]) -> dict[int, Case]:
    """{submission id: its case} of this hub, for the sender's own page."""
    rows = session.scalars(
        select(Case).where(Case.hub_id == hub_id, Case.submission_id.in_(list(submission_ids)))
    )
    return {one.submission_id: one for one in rows}


def decided_corrections(session: Session, hub_id: int, listing_id: int) -> int:
    """How many corrections of a listing were decided: the same words again are a new question."""
    return session.scalars(
        select(func.count()).where(
            Case.hub_id == hub_id,
            Case.corrects_listing_id == listing_id,
            Case.state.not_in(OPEN),
        )
    ).one()


def counts(session: Session, hub_id: int) -> dict[CaseState, int]:
    """How many cases the hub has in each state; every state is there."""
    rows = session.execute(
        select(Case.state, func.count()).where(Case.hub_id == hub_id).group_by(Case.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in CaseState}


def urgent_count(session: Session, hub: Hub, *, now: datetime) -> int:
    """Open cases with a date before the edition after the next: the next one would lose them."""
    until = hubs.next_weekly_slot(hub, after=now) + WEEK
    found = session.scalar(
        select(func.count())
        .select_from(Case)
        .where(
            Case.hub_id == hub.id,
            Case.state.in_(OPEN),
            Case.first_at >= now,
            Case.first_at < until,
        )
    )
    return found or 0


def queue(  # noqa: PLR0913 - one keyword per thing a page of the desk depends on
    session: Session,
    hub_id: int,
    *,
    state: CaseState | str | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
    by: Actor | None = None,
    now: datetime,
) -> QueuePage:
    """One page of the hub's cases as ``by`` sees it, first what the next send would lose.

    ``state`` None means everything not decided. Decided cases come newest decision first.
    """
    hub = get_hub(session, hub_id)
    wanted = CaseState(state) if state else None
    states = (wanted,) if wanted else OPEN
    numbers = counts(session, hub_id)
    total = sum(numbers[one] for one in states)
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    first = (page - 1) * per_page
    rows = session.execute(_page(hub_id, states, _order(wanted, now), first, per_page)).all()
    found = [(row[0], row[1], row[2]) for row in rows]
    next_send_at = hubs.next_weekly_slot(hub, after=now)
    until = next_send_at + WEEK
    return QueuePage(
        cards=tuple(cards(session, hub, found, by=by, now=now, until=until)),
        counts=numbers,
        state=wanted,
        page=page,
        pages=pages,
        total=total,
        urgent=urgent_count(session, hub, now=now),
        next_send_at=next_send_at,
    )


def find_rows(session: Session, hub_id: int, case_id: int) -> tuple[Case, Submission, Group | None]:
    """A case with its submission and its group; NotFoundError for another hub's."""
    found = session.execute(_cases(hub_id).where(Case.id == case_id)).one_or_none()
    if found is None:
        raise NotFoundError("その受付番号の件は、この拠点にありません。")
    return found[0], found[1], found[2]


def cards(
    session: Session,
    hub: Hub,
    rows: Sequence[tuple[Case, Submission, Group | None]],
    *,
    by: Actor | None = None,
    now: datetime,
    until: datetime | None = None,
) -> list[CardView]:
    """The cards of ``rows`` with their checks and answers, in the same order.

    ``until`` is the end of what the next weekly edition would lose, where that is marked.
    """
    facts = gather(session, hub, [(row[0], row[1]) for row in rows], now=now)
    answers = _answers(session, hub.id, [row[1].id for row in rows])
    photos = _photos(session, hub.id, [row[1].id for row in rows])
    return [
        replace(
            card_of(hub, row, facts[row[0].id]),
            answers=tuple(answers[row[1].id]),
            photos=tuple(photos[row[1].id]),
            is_own=by is not None and is_own_entry(row[1], hub, by),
            is_urgent=bool(until and row[0].first_at and now <= row[0].first_at < until),
        )
        for row in rows
    ]


def clean_cards(
    session: Session, hub_id: int, *, by: Actor | None = None, now: datetime, most: int = 200
) -> list[CardView]:
    """Waiting cases of which nothing is asked, among the first ``most`` of the queue; ``is_own`` marks
    those somebody other than ``by`` has to decide.
    """
    hub = get_hub(session, hub_id)
    order = _order(CaseState.WAITING, now)
    rows = session.execute(_page(hub_id, (CaseState.WAITING,), order, 0, most)).all()
    found = cards(session, hub, [(row[0], row[1], row[2]) for row in rows], by=by, now=now)
    return [card for card in found if is_clean(list(card.checks))]


def card_of(hub: Hub, row: tuple[Case, Submission, Group | None], facts: CheckFacts) -> CardView:
    """The card of one case, from rows and facts already read."""
    one, submission, group = row
    draft = facts.draft
    return CardView(
        id=one.id,
        version=one.version,
        state=one.state,
        state_name=STATE_NAMES[one.state],
        title=draft.title or "（行事名なし）",
        group=group.name if group else draft.organiser,
        source=submission.source,
        source_name=SOURCES.get(submission.source, submission.source),
        received_at=submission.received_at,
        is_correction=one.corrects_listing_id is not None,
        lines=_lines(draft, hub),
        outlets=say_field(draft, "outlets", hub.zone),
        original=original_rows(submission.original),
        checks=tuple(check_draft(facts)),
        questions=tuple((question.field, question.message) for question in draft.questions),
        deeds=_deeds(one),
        duplicates=facts.duplicates,
        draft=draft,
        is_trusted=bool(group and group.is_trusted and submission.is_verified_sender),
        may_trust=bool(group and not group.is_trusted and submission.is_verified_sender),
    )


def _deeds(one: Case) -> frozenset[Deed]:
    found = frozenset(deed for state, deed in ARROWS if state is one.state)
    return found - {Deed.REOPEN} if one.is_replaced else found


def _answers(
    session: Session, hub_id: int, submission_ids: list[int]
) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for asked in questions_of(session, hub_id, submission_ids):
        if asked.answered_at:
            found[asked.submission_id].append((asked.message, asked.answer))
    return found


def _photos(session: Session, hub_id: int, submission_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for one in attachments_of(session, hub_id, submission_ids):
        if one.media_type.startswith("image/"):
            found[one.submission_id].append(one.id)
    return found


def _cases(hub_id: int) -> Select[Case, Submission, Group | None]:
    return _with_group(select(Case, Submission, Group), hub_id).where(Case.hub_id == hub_id)


def _page(
    hub_id: int, states: Sequence[CaseState], order: Order, first: int, most: int
) -> Select[Case, Submission, Group | None]:
    """All cases of a state are put in order by their own few columns; what the page shows of
    each is joined to those of the page alone, however many wait.
    """
    shown = (
        select(Case.id)
        .where(Case.hub_id == hub_id, Case.state.in_(states))
        .order_by(*order)
        .limit(most)
        .offset(first)
        .subquery()
    )
    query = select(Case, Submission, Group).select_from(shown).join(Case, Case.id == shown.c.id)
    return _with_group(query, hub_id).order_by(*order)


def _with_group(
    query: Select[Case, Submission, Group | None], hub_id: int
) -> Select[Case, Submission, Group | None]:
    same_hub = and_(Group.id == Submission.group_id, Group.hub_id == hub_id)
    return (
        query.join(Submission, Submission.id == Case.submission_id)
        .outerjoin(Group, same_hub)
        .where(Submission.hub_id == hub_id)
    )


def _order(state: CaseState | None, now: datetime) -> Order:
    """Submissions are numbered as they arrive."""
    if state is not None and state not in OPEN:
        return Case.decided_at.desc(), Case.id.desc()
    return case((Case.first_at >= now, 0), else_=1), Case.first_at.asc(), Case.submission_id.asc()


def _lines(draft: ListingDraft, hub: Hub) -> tuple[Line, ...]:
    said = ((field, say_field(draft, field, hub.zone)) for field in _CARD_FIELDS)
    return tuple(
        Line(field, LABELS[field], _short(field, value))
        for field, value in said
        if value and not (field == "kind" and draft.kind == "event")
    )


def _short(field: str, value: str) -> str:
    if field == "occurrences":
        rows = value.split("\n")
        more = len(rows) - _MOST_DATES
        return "\n".join(rows[:_MOST_DATES]) + (f"\nほか{more}回" if more > 0 else "")
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
