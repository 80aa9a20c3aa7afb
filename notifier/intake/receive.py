"""Receive one arrival: it becomes a submission, once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier import audit
from notifier.intake.arrival import Arrival, KeptFile, Receipt
from notifier.intake.attach import attach_new
from notifier.intake.attachments import MAX_FILES, BadFileError, prepare
from notifier.intake.draft import ListingDraft
from notifier.intake.identity import content_hash, external_id
from notifier.intake.models import NO_TITLE, Submission
from notifier.kit.errors import ConflictError

TITLE_LIMIT = 300
_TRIES = 3


def receive(
    session: Session, draft: ListingDraft, *, arrival: Arrival, by: audit.Actor, now: datetime
) -> Receipt:
    """The submission made of ``draft``, with its original and files.

    The same id with the same content stores nothing and is a ``duplicate``; with other content
    it is a ``revision`` (revision + 1). The unique constraint decides between two senders.
    Raises ``BadFileError`` for a file that is neither picture nor PDF, or too large.
    """
    if len(arrival.files) > MAX_FILES:
        raise BadFileError(f"ファイルは{MAX_FILES}つまでにしてください。")
    kept = tuple(prepare(file) for file in arrival.files)
    made = _submission(draft, arrival, kept, by=by, now=now)
    for _ in range(_TRIES):
        last = _latest(session, made)
        if last and last.content_hash == made.content_hash and not last.withdrawn_at:
            _tell(session, last, f"{by.label}から同じ内容がもう一度届きました（重複）。", by, now)
            return Receipt(last, "duplicate")
        made.revision = last.revision + 1 if last else 1
        if _stored(session, made):
            for file in kept:
                attach_new(session, made, file, now=now)
            word = f"の改訂{made.revision}" if made.revision > 1 else ""
            _tell(session, made, f"{by.label}から「{made.title}」{word}が届きました。", by, now)
            return Receipt(made, "revision" if made.revision > 1 else "new")
        made = _submission(draft, arrival, kept, by=by, now=now)
    raise ConflictError("同じものが同時に届いています。少し待ってから、もう一度送ってください。")


def _submission(
    draft: ListingDraft,
    arrival: Arrival,
    kept: tuple[KeptFile, ...],
    *,
    by: audit.Actor,
    now: datetime,
) -> Submission:
    draft_json = draft.to_json()
    return Submission(
        hub_id=arrival.hub_id,
        source=arrival.source,
        external_id=external_id(
            draft, sender=_sender(arrival), first_words=kept[0].sha256 if kept else ""
        ),
        content_hash=content_hash(
            draft_json,
            files=[file.sha256 for file in kept] + ([arrival.mark] if arrival.mark else []),
        ),
        group_id=arrival.group_id,
        is_verified_sender=arrival.is_verified,
        submitter_email=arrival.submitter_email,
        line_sender_id=arrival.line_sender_id,
        import_id=arrival.import_id,
        corrects_listing_id=arrival.corrects_listing_id,
        title=(draft.title or NO_TITLE)[:TITLE_LIMIT],
        original=arrival.original,
        draft_json=draft_json,
        received_at=now,
        received_by=by.label[:200],
        received_by_key=by.key[:80],
    )


def _sender(arrival: Arrival) -> str:
    return arrival.submitter_email or (
        f"line:{arrival.line_sender_id}" if arrival.line_sender_id is not None else ""
    )


def _latest(session: Session, like: Submission) -> Submission | None:
    with session.no_autoflush:
        return session.scalars(
            select(Submission)
            .where(
                Submission.hub_id == like.hub_id,
                Submission.source == like.source,
                Submission.external_id == like.external_id,
            )
            .order_by(Submission.revision.desc())
            .limit(1)
        ).first()


def _stored(session: Session, made: Submission) -> bool:
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:  # somebody stored the same revision first: read again
        return False
    return True


def _tell(
    session: Session, submission: Submission, sentence: str, by: audit.Actor, now: datetime
) -> None:
    audit.write(
        session,
        sentence,
        verb="receive",
        subject=("submission", submission.id),
        hub_id=submission.hub_id,
        by=by,
        now=now,
        detail={"source": submission.source, "revision": submission.revision},
    )
