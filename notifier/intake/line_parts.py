"""LINE messages as parts of a submission: noted when they come, photos fetched afterwards.

LINE keeps a photo for a while only, and may be away for hours: it is asked again and again, then
given up visibly. ``claim_photo`` and ``record_photo`` stand around the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from notifier.directory import get_line_sender
from notifier.hubs import LineChannel
from notifier.intake.models import LinePart, PartState, Submission

PHOTO, WORDS, ANSWER = "photo", "words", "answer"
LEASE = timedelta(seconds=60)
AGAIN = (2, 5, 15, 60, 300, 900, 1800, 3600)  # seconds; afterwards every hour
GIVE_UP_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LineMessage:
    """A LINE message: its id, what it is of an item, and the set a photo was chosen in."""

    id: str
    kind: str
    set_id: str = ""


@dataclass(frozen=True, slots=True)
class ClaimedPhoto:
    """A photo this process fetches, with all the call needs."""

    part_id: int
    hub_id: int
    message_id: str
    attempts: int
    created_at: datetime
    channel: LineChannel


def note_part(
    session: Session,
    submission: Submission,
    message: LineMessage,
    *,
    question_id: int | None = None,
    now: datetime,
) -> LinePart:
    """Remember that ``message`` belongs to ``submission``; a photo is to be fetched at once."""
    if submission.line_sender_id is None:
        raise ValueError("not from LINE")
    is_photo = message.kind == PHOTO
    part = LinePart(
        hub_id=submission.hub_id,
        line_sender_id=submission.line_sender_id,
        submission_id=submission.id,
        message_id=message.id[:60],
        kind=message.kind,
        set_id=message.set_id[:120],
        question_id=question_id,
        state=PartState.WAITING if is_photo else PartState.KEPT,
        due_at=now if is_photo else None,
        created_at=now,
    )
    session.add(part)
    session.flush()
    return part


def part_of(session: Session, hub_id: int, sender_id: int, message_id: str) -> LinePart | None:
    """The part one message of that sender became."""
    return session.scalar(
        select(LinePart).where(
            LinePart.hub_id == hub_id,
            LinePart.line_sender_id == sender_id,
            LinePart.message_id == message_id[:60],
        )
    )


def last_part(
    session: Session, hub_id: int, sender_id: int, *, set_id: str = ""
) -> LinePart | None:
    """The newest part of that sender, or the newest of the photos chosen together."""
    query = select(LinePart).where(LinePart.hub_id == hub_id, LinePart.line_sender_id == sender_id)
    if set_id:
        query = query.where(LinePart.set_id == set_id)
    return session.scalar(query.order_by(LinePart.id.desc()).limit(1))


def parts_of(session: Session, submission: Submission) -> Sequence[LinePart]:
    """Every LINE message of a submission, oldest first."""
    return session.scalars(
        select(LinePart)
        .where(LinePart.hub_id == submission.hub_id, LinePart.submission_id == submission.id)
        .order_by(LinePart.id)
    ).all()


def count_photos(session: Session, submission: Submission) -> int:
    """How many photos of a submission are here or still to be fetched."""
    return session.scalars(
        select(func.count())
        .select_from(LinePart)
        .where(
            LinePart.hub_id == submission.hub_id,
            LinePart.submission_id == submission.id,
            LinePart.kind == PHOTO,
            LinePart.state.in_((PartState.WAITING, PartState.KEPT)),
        )
    ).one()


def due_photos(session: Session, *, now: datetime, limit: int) -> list[int]:
    """Photos to be fetched now, of all hubs, oldest first."""
    return list(
        session.scalars(
            select(LinePart.id)
            .where(
                LinePart.state == PartState.WAITING,
                LinePart.due_at <= now,
                or_(LinePart.lease_until.is_(None), LinePart.lease_until < now),
            )
            .order_by(LinePart.due_at, LinePart.id)
            .limit(limit)
        )
    )


def claim_photo(session: Session, part_id: int, *, now: datetime) -> ClaimedPhoto | None:
    """Take a photo to fetch; of two processes one gets it."""
    taken = session.execute(
        update(LinePart)
        .where(
            LinePart.id == part_id,
            LinePart.state == PartState.WAITING,
            LinePart.due_at <= now,
            or_(LinePart.lease_until.is_(None), LinePart.lease_until < now),
        )
        .values(lease_until=now + LEASE, attempts=LinePart.attempts + 1)
        .returning(LinePart.submission_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        return None
    part = session.get_one(LinePart, part_id, populate_existing=True)
    sender = get_line_sender(session, part.hub_id, part.line_sender_id)
    channel = session.get_one(LineChannel, sender.line_channel_id)
    return ClaimedPhoto(
        part.id, part.hub_id, part.message_id, part.attempts, part.created_at, channel
    )


def still_claimed(session: Session, photo: ClaimedPhoto) -> LinePart | None:
    """The part, locked, unless its sender took it back or another process has it meanwhile."""
    return session.scalar(
        select(LinePart)
        .where(
            LinePart.id == photo.part_id,
            LinePart.hub_id == photo.hub_id,
            LinePart.state == PartState.WAITING,
            LinePart.attempts == photo.attempts,
        )
        .with_for_update()
    )


def fetch_again(part: LinePart, *, reason: str, now: datetime) -> bool:
    """Whether it is asked for again later; False when half a day was spent on it."""
    if now - part.created_at >= GIVE_UP_AFTER:
        give_up(part, reason=reason)
        return False
    part.due_at = now + timedelta(seconds=AGAIN[min(part.attempts, len(AGAIN)) - 1])
    part.lease_until, part.reason = None, reason[:200]
    return True


def keep_photo(part: LinePart, attachment_id: int) -> None:
    """The photo lies in the media folder."""
    part.state, part.attachment_id = PartState.KEPT, attachment_id
    part.lease_until, part.due_at, part.reason = None, None, ""


def give_up(part: LinePart, *, reason: str) -> None:
    """The photo will not come."""
    part.state, part.reason = PartState.LOST, reason[:200]
    part.lease_until, part.due_at = None, None
