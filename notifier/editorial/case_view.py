"""Everything about one case, for its page."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.accounts import find_staff
from notifier.audit import Actor, AuditEntry, history
from notifier.directory import known_places
from notifier.editorial.by_register import by_register
from notifier.editorial.diff import Change, diff
from notifier.editorial.evidence import criteria_of, gather
from notifier.editorial.models import Case
from notifier.editorial.own_entry import is_own_entry
from notifier.editorial.queries import card_of, find_rows
from notifier.editorial.replaced import both_ways
from notifier.editorial.views import AskedView, CaseView, HistoryLine, ReadingLine
from notifier.editorial.words import LABELS, say_reading
from notifier.editorial.workflow import CaseState
from notifier.hubs import Hub, get_hub
from notifier.intake import (
    ListingDraft,
    PartState,
    Question,
    Submission,
    attachments_of,
    parts_of,
    reachable_in_line,
)
from notifier.listings import draft_of, find_listing


def case_view(session: Session, hub_id: int, case_id: int, *, by: Actor, now: datetime) -> CaseView:
    """The case with its original, readings, checks, questions, files and trail, as ``by`` sees it."""
    hub = get_hub(session, hub_id)
    row = find_rows(session, hub_id, case_id)
    case, submission, _group = row
    facts = gather(session, hub, [(case, submission)], now=now)[case.id]
    files = attachments_of(session, hub_id, [submission.id])
    pictures = tuple(one.id for one in files if one.media_type.startswith("image/"))
    return CaseView(
        card=replace(
            card_of(hub, row, facts), is_own=is_own_entry(submission, hub, by), photos=pictures
        ),
        readings=_readings(facts.draft),
        asked=_asked(session, submission),
        files=tuple((one.filename, one.id) for one in files),
        coming=_coming(session, submission),
        history=tuple(
            _line(entry) for entry in history(session, hub_id, subject=("case", case.id))
        ),
        criteria=criteria_of(session, case),
        duplicates=facts.duplicates,
        correction=_correction(session, hub, case),
        listing_id=case.listing_id,
        corrects_listing_id=case.corrects_listing_id,
        merged_into_id=case.merged_into_id,
        reason=case.reason,
        decided_by=case.decided_by,
        assignee=_assignee(session, case),
        has_address=bool(submission.submitter_email),
        in_line=reachable_in_line(session, submission) is not None,
    )


def _assignee(session: Session, case: Case) -> str:
    found = find_staff(session, case.assignee_id) if case.assignee_id else None
    return found.name if found else ""


def _readings(draft: ListingDraft) -> tuple[ReadingLine, ...]:
    return tuple(
        ReadingLine(*say_reading(one.field, one.value), one.words, one.sure)
        for one in draft.readings
    )


def _asked(session: Session, submission: Submission) -> tuple[AskedView, ...]:
    rows = session.scalars(
        select(Question)
        .where(Question.hub_id == submission.hub_id, Question.submission_id == submission.id)
        .order_by(Question.id)
    )
    return tuple(
        AskedView(
            one.message,
            LABELS.get(one.field, ""),
            one.asked_by,
            one.asked_at,
            one.answer,
            one.answered_at,
            one.closed_at is not None,
        )
        for one in rows
    )


def _coming(session: Session, submission: Submission) -> tuple[str, ...]:
    """What of LINE's photos is not here: on its way, or given up."""
    parts = parts_of(session, submission)
    waiting = sum(one.state is PartState.WAITING for one in parts)
    on_the_way = [f"写真を{waiting}枚、LINEから受け取っているところです。"] if waiting else []
    lost = [
        f"写真を1枚、受け取れませんでした（{one.reason.rstrip('。')}）。"
        for one in parts
        if one.state is PartState.LOST
    ]
    return (*on_the_way, *lost)


def _line(entry: AuditEntry) -> HistoryLine:
    changes = entry.detail.get("changes", [])
    return HistoryLine(
        entry.at,
        entry.sentence,
        tuple((LABELS.get(c["field"], c["field"]), c["old"], c["new"]) for c in changes),
    )


def _correction(session: Session, hub: Hub, case: Case) -> tuple[Change, ...]:
    """What approving a correction would change; once approved, what it changed."""
    if case.corrects_listing_id is None:
        return ()
    if case.state is CaseState.APPROVED and case.replaced_json is not None:
        return diff(*both_ways(case.draft, case.replaced_json), zone=hub.zone)
    old = draft_of(find_listing(session, hub.id, case.corrects_listing_id))
    private = (
        ("contact_private", "occurrences") if not case.draft.occurrences else ("contact_private",)
    )
    new = by_register(case.draft, known_places(session, hub.id))
    return tuple(c for c in diff(old, new, zone=hub.zone) if c.field not in private)
