"""Gather what the checks look at, for a whole page of cases in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import Group, KnownPlaces, known_places
from notifier.editorial.by_register import by_register
from notifier.editorial.facts import CheckFacts, CriterionMark
from notifier.editorial.models import Case
from notifier.editorial.twins import find_twins
from notifier.editorial.workflow import OPEN
from notifier.hubs import Hub, PostingCriterion, criteria
from notifier.intake import ListingDraft, Submission
from notifier.kit.clock import WEEKDAY_KEYS
from notifier.kit.text import fold
from notifier.listings import Change, Listing, changes, draft_of


def gather(
    session: Session, hub: Hub, pairs: Sequence[tuple[Case, Submission]], *, now: datetime
) -> dict[int, CheckFacts]:
    """{case id: facts} for cases of one hub; the number of queries does not depend on ``pairs``."""
    if not pairs:
        return {}
    twins = find_twins(session, hub.id, [case for case, _ in pairs], now=now)
    known_groups, places = _groups(session, hub.id), known_places(session, hub.id)
    corrections = _corrections(session, hub, [case for case, _ in pairs], places)
    is_judged = any(any(case.criteria.values()) for case, _ in pairs)
    wording = _wording(session, hub.id) if is_judged else []
    weekdays = tuple(WEEKDAY_KEYS.index(d) for d in hub.open_days.split() if d in WEEKDAY_KEYS)
    facts = {}
    for case, submission in pairs:
        draft = case.draft
        facts[case.id] = CheckFacts(
            draft=draft,
            now=now,
            zone=hub.zone,
            open_weekdays=weekdays,
            at_hub=_is_at_hub(draft, hub),
            place_known=_place_known(draft, places),
            place_said=_place_said(draft, places),
            place_address=places.other_address(draft.place_name, draft.place_address),
            claims_group=_claimed_group(draft, submission, known_groups),
            duplicates=twins[case.id],
            criteria=tuple(mark for mark in _marks(case, wording) if mark.verdict),
            correction=corrections.get(case.id),
        )
    return facts


def criteria_of(session: Session, case: Case) -> tuple[CriterionMark, ...]:
    """Every criterion that is in force, judged or not yet."""
    return _marks(case, _wording(session, case.hub_id))


def _corrections(
    session: Session, hub: Hub, cases: Sequence[Case], places: KnownPlaces
) -> dict[int, tuple[Change, ...]]:
    """{case id: what it would change in its listing}, of open corrections; read at once."""
    open_ones = [case for case in cases if case.corrects_listing_id and case.state in OPEN]
    if not open_ones:
        return {}
    rows = session.scalars(
        select(Listing).where(
            Listing.hub_id == hub.id,
            Listing.id.in_([case.corrects_listing_id for case in open_ones]),
        )
    )
    published = {listing.id: draft_of(listing) for listing in rows}
    return {
        case.id: tuple(changes(old, by_register(case.draft, places), zone=hub.zone))
        for case in open_ones
        if (old := published.get(case.corrects_listing_id or 0))
    }


def _is_at_hub(draft: ListingDraft, hub: Hub) -> bool:
    place, name = fold(draft.place_name), fold(hub.name)
    return bool(place) and (place in name or name in place)


def _groups(session: Session, hub_id: int) -> list[tuple[int, str, str]]:
    """(id, name, folded name) of the living groups; columns only, as pages read them often."""
    rows = session.execute(
        select(Group.id, Group.name, Group.folded_name).where(
            Group.hub_id == hub_id, Group.ended_at.is_(None)
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _place_known(draft: ListingDraft, known: KnownPlaces) -> bool | None:
    if not fold(draft.place_name) or not known.ids:
        return None
    return known.find(draft.place_name) is not None


def _place_said(draft: ListingDraft, known: KnownPlaces) -> str:
    said = by_register(draft, known).place_name
    return said if said != draft.place_name else ""


def _claimed_group(
    draft: ListingDraft, submission: Submission, known: Sequence[tuple[int, str, str]]
) -> str:
    if submission.is_verified_sender:
        return ""
    organiser = fold(draft.organiser)
    for number, name, folded in known:
        if number == submission.group_id or (organiser and folded == organiser):
            return name
    return ""


def _wording(session: Session, hub_id: int) -> list[PostingCriterion]:
    return [row for row in criteria(session, hub_id) if row.is_active]


def _marks(case: Case, wording: Sequence[PostingCriterion]) -> tuple[CriterionMark, ...]:
    return tuple(
        CriterionMark(row.key, row.wording, case.criteria.get(row.key, "")) for row in wording
    )
