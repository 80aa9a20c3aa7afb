"""Write one sentence of the trail, in the transaction of the deed itself."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from notifier.audit.models import Actor, AuditEntry


def write(  # noqa: PLR0913 - a sentence has a subject, a verb, a place and a time
    session: Session,
    sentence: str,
    *,
    verb: str,
    subject: tuple[str, int | None],
    hub_id: int | None,
    by: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add a sentence such as 「編集者Aが「ベビーマッサージ」を掲載しました。」.

    ``subject`` is ``(kind, id)``, e.g. ``("case", 12)``; ``detail`` is JSON for machines and
    holds no personal data of readers.
    """
    entry = AuditEntry(
        hub_id=hub_id,
        at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        verb=verb,
        subject_kind=subject[0],
        subject_id=subject[1],
        sentence=sentence,
        detail=detail or {},
    )
    session.add(entry)
    return entry
