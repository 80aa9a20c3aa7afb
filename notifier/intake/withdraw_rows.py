"""The rows of a table that was taken in by mistake."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.models import Submission, TableImport


def withdraw_rows(
    session: Session,
    table_import: TableImport,
    submission_ids: Sequence[int],
    *,
    by: audit.Actor,
    now: datetime,
) -> None:
    """Mark these rows as taken back; a table with the same rows may be taken in again."""
    session.execute(
        update(Submission)
        .where(
            Submission.hub_id == table_import.hub_id,
            Submission.import_id == table_import.id,
            Submission.id.in_(submission_ids),
            Submission.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )
    audit.write(
        session,
        f"{by.label}が「{table_import.filename}」の{len(submission_ids)}件を取り下げました。",
        verb="withdraw_rows",
        subject=("table_import", table_import.id),
        hub_id=table_import.hub_id,
        by=by,
        now=now,
        detail={"rows": len(submission_ids)},
    )
