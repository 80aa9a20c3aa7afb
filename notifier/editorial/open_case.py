"""A submission gets its case: the desk's own copy of the reading, in the queue."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import write
from notifier.editorial.guard import change
from notifier.editorial.models import Case
from notifier.editorial.standing import standing
from notifier.editorial.tell import MACHINE, tell
from notifier.editorial.tell_apart import inherit_distinctions
from notifier.editorial.workflow import OPEN, CaseState, Deed
from notifier.hubs import get_hub
from notifier.intake import Submission


def open_case(session: Session, submission: Submission, *, now: datetime) -> Case:
    """The case of ``submission``, made when it has none yet.

    A newer revision of an item still in the queue takes its place (the older case is merged into
    the new one, both sources stay); of an item already published it becomes a correction.
    """
    existing = session.scalar(
        select(Case).where(Case.hub_id == submission.hub_id, Case.submission_id == submission.id)
    )
    if existing:
        return existing
    earlier = _earlier(session, submission)
    zone = get_hub(session, submission.hub_id).zone
    case = new_case(submission, corrects=_published(earlier), zone=zone, now=now)
    session.add(case)
    session.flush()
    tell_opened(session, case, submission.title, now=now)
    for old in earlier:
        inherit_distinctions(session, old, case)
        if old.state in OPEN:
            _supersede(session, old, case, now)
    return case


def new_case(
    submission: Submission, *, corrects: int | None = None, zone: ZoneInfo, now: datetime
) -> Case:
    """The case as it stands in the queue at first, not stored yet."""
    return Case(
        hub_id=submission.hub_id,
        submission_id=submission.id,
        state=CaseState.WAITING,
        version=1,
        draft_json=submission.draft_json,
        criteria={},
        **standing(submission.draft, zone, now),
        opened_at=now,
        corrects_listing_id=submission.corrects_listing_id or corrects,
    )


def tell_opened(session: Session, case: Case, title: str, *, now: datetime) -> None:
    """Say in the trail that the case stands in the queue."""
    write(
        session,
        f"「{title}」が届き、編集デスクに並びました。",
        verb="case.open",
        subject=("case", case.id),
        hub_id=case.hub_id,
        by=MACHINE,
        now=now,
    )


def _earlier(session: Session, submission: Submission) -> list[Case]:
    if submission.revision <= 1:
        return []
    query = (
        select(Case)
        .join(Submission, Submission.id == Case.submission_id)
        .where(
            Case.hub_id == submission.hub_id,
            Submission.hub_id == submission.hub_id,
            Submission.source == submission.source,
            Submission.external_id == submission.external_id,
            Submission.revision < submission.revision,
        )
        .order_by(Submission.revision.desc())
    )
    return list(session.scalars(query))


def _published(earlier: list[Case]) -> int | None:
    found = (case.listing_id for case in earlier if case.state is CaseState.APPROVED)
    return next((listing_id for listing_id in found if listing_id), None)


def _supersede(session: Session, old: Case, new: Case, now: datetime) -> None:
    if old.state is not CaseState.WAITING:
        change(session, old, Deed.RESUME, version=old.version)
    change(
        session,
        old,
        Deed.MERGE,
        version=old.version,
        merged_into_id=new.id,
        is_replaced=True,
        decided_at=now,
        decided_by=MACHINE.label,
    )
    sentence = f"の前の版を、新しく届いた版（受付番号{new.id}）にまとめました。"
    tell(session, old, sentence, verb="merge", by=MACHINE, now=now)
