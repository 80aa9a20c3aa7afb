"""Taking an edition for a change: two browsers, one edition, and nobody overwrites silently."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.editions.models import Edition, EditionState
from notifier.editions.state_words import state_name
from notifier.editions.workflow import ARROWS, EditionStateError, check_arrow
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
    """``take`` for changes of content: only a draft may change. Says the way back to one."""
    take(session, edition, version=version)
    if edition.state is EditionState.DRAFT:
        return
    if edition.state is EditionState.APPROVED:
        raise EditionStateError(
            "承認した便の内容は変えられません。変えるときは、先に承認を取り消してください。"
        )
    said = f"この便はいま「{state_name(edition)}」です。"
    if EditionState.DRAFT in ARROWS[edition.state]:
        raise EditionStateError(
            f"{said}便のページの「下書きに戻して見直す」を押してから、もう一度操作してください。"
        )
    raise EditionStateError(f"{said}内容を変えたり、承認しなおしたりはできません。")


def enter(edition: Edition, state: EditionState) -> None:
    """Follow an arrow; the version moves with it."""
    check_arrow(edition.state, state)
    edition.state = state
    edition.version += 1


def give_reason(edition: Edition, sentence: str, *, key: str = "") -> None:
    """Why it stands where it stands: a sentence for staff, and a key where we ask for it later."""
    edition.reason, edition.reason_key = sentence, key


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
