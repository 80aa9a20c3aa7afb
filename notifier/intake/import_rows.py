"""Many rows at once: who is a duplicate, who a revision, and one insert for the rest."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory import group_ids_by_name
from notifier.intake.arrival import Letter, Outcome
from notifier.intake.draft import ListingDraft
from notifier.intake.identity import content_hash, external_id
from notifier.intake.models import NO_TITLE, Submission, TableImport
from notifier.intake.receive import TITLE_LIMIT
from notifier.kit.errors import ConflictError
from notifier.kit.text import fold

_TRIES = 3


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row that became a draft, with its cells."""

    draft: ListingDraft
    original: dict[str, Any]


@dataclass(slots=True)
class Chunk:
    """What all chunks of one file share.

    ``seen`` maps an id to the contents this file said of it: two rows of one file with the same
    id and other content are two items (two sittings of a day), never a revision of each other.
    """

    table_import: TableImport
    groups: dict[str, int]
    by: audit.Actor
    now: datetime
    dry_run: bool
    letter: Letter = field(default_factory=Letter)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def begin(
        cls,
        session: Session,
        table_import: TableImport,
        *,
        letter: Letter,
        by: audit.Actor,
        now: datetime,
        dry_run: bool,
    ) -> "Chunk":
        """The state before the first chunk; the hub's groups are read once."""
        groups = group_ids_by_name(session, table_import.hub_id)
        return cls(table_import, groups, by, now, dry_run, letter)


def store_chunk(session: Session, chunk: Chunk, rows: list[TakenRow]) -> list[Outcome]:
    """Store ``rows`` and tell what became of each, in their order.

    Raises ``ConflictError`` when others keep storing the same items meanwhile.
    """
    marked = [_mark(chunk, row) for row in rows]
    for _ in range(_TRIES):
        outcomes = _judge(marked, _known(session, chunk, marked))
        fresh = [values for values, outcome in zip(marked, outcomes, strict=True) if _new(outcome)]
        if chunk.dry_run or not fresh or _stored(session, fresh):
            return outcomes
    raise ConflictError("同じ内容が同時に取り込まれています。少し待ってから、やり直してください。")


def _new(outcome: Outcome) -> bool:
    return outcome != "duplicate"


def _mark(chunk: Chunk, row: TakenRow) -> dict[str, Any]:
    """The values of one submission; ``repeated`` tells a row that stands twice in the file."""
    into = chunk.table_import
    draft = row.draft
    if draft.external_id and into.group_id:  # a group's own numbers mean something in that group
        draft = replace(draft, external_id=f"{into.group_id}:{draft.external_id}")
    draft = replace(draft, external_id=chunk.letter.own_id(draft.external_id))
    draft_json = draft.to_json()
    content = content_hash(draft_json)
    base = external_id(draft, sender=chunk.letter.scope)
    said = chunk.seen.setdefault(base, {})
    repeated = content in said
    if not repeated:
        said[content] = base if not said else f"{base}~{len(said) + 1}"
    return {
        "repeated": repeated,
        "hub_id": into.hub_id,
        "source": into.source,
        "external_id": said[content],
        "revision": 1,
        "content_hash": content,
        "group_id": into.group_id or _proposed(chunk, draft),
        "is_verified_sender": into.group_id is not None,
        "submitter_email": chunk.letter.email,
        "import_id": into.id,
        "title": (draft.title or NO_TITLE)[:TITLE_LIMIT],
        "original": row.original | dict(chunk.letter.rows),
        "draft_json": draft_json,
        "received_at": chunk.now,
        "received_by": chunk.by.label[:200],
        "received_by_key": chunk.by.key[:80],
    }


def _proposed(chunk: Chunk, draft: ListingDraft) -> int | None:
    """The group the row names, else the one whose contact sent it."""
    organiser = fold(draft.organiser)
    return chunk.groups.get(organiser) if organiser else chunk.letter.group_id


def _known(
    session: Session, chunk: Chunk, marked: list[dict[str, Any]]
) -> dict[str, tuple[int, str]]:
    """{external id: (latest revision, its content)} of what is stored already; one query.

    What was taken back has no content: the same row again is news, as in ``receive``.
    """
    ids = {values["external_id"] for values in marked}
    rows = session.execute(
        select(
            Submission.external_id,
            Submission.revision,
            Submission.content_hash,
            Submission.withdrawn_at,
        )
        .where(
            Submission.hub_id == chunk.table_import.hub_id,
            Submission.source == chunk.table_import.source,
            Submission.external_id.in_(ids),
        )
        .order_by(Submission.revision)
    )
    return {
        row.external_id: (row.revision, "" if row.withdrawn_at else row.content_hash)
        for row in rows
    }


def _judge(marked: list[dict[str, Any]], known: dict[str, tuple[int, str]]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for values in marked:
        revision, content = known.get(values["external_id"], (0, ""))
        if values["repeated"] or content == values["content_hash"]:
            outcomes.append("duplicate")
            continue
        values["revision"] = revision + 1
        outcomes.append("revision" if revision else "new")
    return outcomes


def _stored(session: Session, fresh: list[dict[str, Any]]) -> bool:
    rows = [{k: v for k, v in values.items() if k != "repeated"} for values in fresh]
    try:
        with session.begin_nested():
            session.execute(insert(Submission), rows)
    except IntegrityError:  # somebody else stored one of them first: judge again
        return False
    return True
