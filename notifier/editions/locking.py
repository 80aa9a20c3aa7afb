"""Taking an edition for a change: two browsers, one edition, and nobody overwrites silently."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.editions.models import Edition, EditionState
from notifier.editions.workflow import EditionStateError, check_arrow
from notifier.kit.errors import ConflictError


class StaleEditionError(ConflictError):
    """The page was older than the edition."""


def take(session: Session, edition: Edition, *, version: int | None = None) -> None:
    """Lock the row, read it anew and refuse a page that shows an older version."""
    session.flush()
    session.refresh(edition, with_for_update=True)
    if version is not None and version != edition.version:
        raise StaleEditionError(
            "この便は、ほかの人（または別の画面）が先に変えました。"
            "いまの内容を確かめて、もう一度操作してください。"
        )


def take_draft(session: Session, edition: Edition, *, version: int) -> None:
    """``take`` for changes of content: only a draft may change."""
    take(session, edition, version=version)
    if edition.state is not EditionState.DRAFT:
        raise EditionStateError(
            "承認した便の内容は変えられません。変えるときは、先に承認を取り消してください。"
        )


def enter(edition: Edition, state: EditionState) -> None:
    """Follow an arrow; the version moves with it."""
    check_arrow(edition.state, state)
    edition.state = state
    edition.version += 1


def note(
    session: Session, edition: Edition, sentence: str, *, verb: str, by: Actor, now: datetime
) -> None:
    """One audit sentence about the edition."""
    audit.write(
        session,
        sentence,
        verb=verb,
        subject=("edition", edition.id),
        hub_id=edition.hub_id,
        by=by,
        now=now,
    )
