"""A confirmed table is taken in, and its rows stand in the desk's queue at once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake


def import_file(  # noqa: PLR0913 - columns, month and rehearsal are a person's choices
    session: Session,
    table_import: intake.TableImport,
    *,
    columns: dict[str, Any] | None = None,
    month: date | None = None,
    letter: intake.Letter | None = None,
    by: audit.Actor,
    now: datetime,
    dry_run: bool = False,
) -> intake.ImportResult:
    """What became of the rows; ``dry_run`` stores nothing and opens nothing."""
    result = intake.run_import(
        session,
        table_import,
        columns=columns,
        month=month,
        letter=letter,
        by=by,
        now=now,
        dry_run=dry_run,
    )
    if not dry_run:
        editorial.open_missing_cases(session, now=now)
    return result
