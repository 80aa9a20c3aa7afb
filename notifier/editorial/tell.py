"""One sentence of the trail about a case; every verb of this room ends with it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from notifier.audit import Actor, machine, write
from notifier.editorial.models import Case

MACHINE = machine("editorial")


def tell(  # noqa: PLR0913 - the sentence, whose it is, and what a machine may want to know
    session: Session,
    case: Case,
    sentence: str,
    *,
    verb: str,
    by: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write 「編集担当Aが「ベビーマッサージ」を…」 about ``case``; {title} is filled in."""
    title = case.draft.title or "（行事名なし）"
    write(
        session,
        f"{by.label}が「{title}」{sentence}",
        verb=f"case.{verb}",
        subject=("case", case.id),
        hub_id=case.hub_id,
        by=by,
        now=now,
        detail=detail,
    )
