"""The wrong file, or the wrong columns: what nobody has decided yet leaves the queue in one act."""

from datetime import datetime

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from notifier.audit import Actor
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import OPEN, CaseState
from notifier.intake import Submission


def undecided_of_import(session: Session, hub_id: int, import_id: int) -> int:
    """How many cases ``withdraw_import`` would close."""
    return session.scalar(_open(hub_id, import_id).with_only_columns(func.count())) or 0


def withdraw_import(
    session: Session, hub_id: int, import_id: int, *, by: Actor, now: datetime
) -> list[int]:
    """The ids of the submissions whose cases were closed; what was decided stays as it is.

    What another case was merged into stays too (the newer version of what had arrived before):
    both would be gone. The update looks again at the state: who decides meanwhile has decided.
    """
    cases = session.scalars(_open(hub_id, import_id).order_by(Case.id)).all()
    closed = set(
        session.scalars(
            update(Case)
            .where(
                Case.hub_id == hub_id,
                Case.id.in_([case.id for case in cases]),
                Case.state.in_(OPEN),
            )
            .values(
                state=CaseState.WITHDRAWN,
                version=Case.version + 1,
                decided_at=now,
                decided_by=by.label,
            )
            .returning(Case.id)
            .execution_options(synchronize_session=False)
        )
    )
    done = [case for case in cases if case.id in closed]
    for case in done:
        tell(
            session,
            case,
            "を、取り込みの取りやめで取り下げました。",
            verb="withdraw",
            by=by,
            now=now,
        )
    found = [case.submission_id for case in done]
    for case in done:
        session.expire(case)
    return found


def _open(hub_id: int, import_id: int) -> Select[Case]:
    replaced = aliased(Case)
    return (
        select(Case)
        .join(Submission, Submission.id == Case.submission_id)
        .where(
            Case.hub_id == hub_id,
            Case.state.in_(OPEN),
            Submission.hub_id == hub_id,
            Submission.import_id == import_id,
            ~exists().where(replaced.hub_id == hub_id, replaced.merged_into_id == Case.id),
        )
    )
