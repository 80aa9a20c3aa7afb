"""Write down how an issue was distributed: copies, the day they were brought, what was left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editions.distribution import PlacementRow, distribution
from notifier.editions.kinds import kind_of
from notifier.editions.locking import note, take
from notifier.editions.models import Edition, Placement
from notifier.kit.errors import BadInputError, ConflictError, NotFoundError

MOST_COPIES = 100_000


class StaleListError(ConflictError):
    """The list was changed by somebody else meanwhile."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One line as typed. ``left_over`` None = not counted."""

    place_id: int
    copies: int
    placed_on: date | None = None
    left_over: int | None = None


def note_placements(  # noqa: PLR0913 - the whole list is one act
    session: Session,
    edition: Edition,
    lines: Sequence[Placed],
    *,
    printed: int | None,
    stamp: str,
    by: Actor,
    now: datetime,
) -> int:
    """Store the lines that differ from what stands; how many those were.

    ``stamp`` is that of the list that was shown. Nothing is stored when a line is wrong.
    """
    if kind_of(edition.kind).is_sent:
        raise BadInputError("配布の記録があるのは、印刷する号だけです。")
    take(session, edition)
    standing = distribution(session, edition)
    if stamp != standing.stamp:
        raise StaleListError(
            "この表は、ほかの人（または別の画面）が先に変えました。"
            "いまの数を確かめて、もう一度保存してください。"
        )
    rows = {row.place.id: row for row in standing.rows}
    _check_number(printed, "印刷した部数")
    for line in lines:
        if line.place_id not in rows:
            raise NotFoundError("その配布先は、この表にありません。")
        _check(line, rows[line.place_id])
    changed = [line for line in lines if _differs(line, rows[line.place_id])]
    _store(session, edition, changed, by=by, now=now)
    moved = printed != edition.copies_printed
    edition.copies_printed = printed
    if changed or moved:
        words = f"{by.label}が「{edition.title}」の配布の記録を変えました（{len(changed)}か所）。"
        note(session, edition, words, verb="note_placements", by=by, now=now)
    session.flush()
    return len(changed)


def _check(line: Placed, row: PlacementRow) -> None:
    name = row.place.name
    _check_number(line.copies, f"「{name}」の部数")
    _check_number(line.left_over, f"「{name}」の残り")
    if line.left_over is not None and line.left_over > line.copies:
        raise BadInputError(
            f"「{name}」の残り（{line.left_over}部）が、部数（{line.copies}部）より多くなっています。"
        )
    if line.left_over is not None and line.placed_on is None:
        raise BadInputError(f"「{name}」は、残りの前に配った日を入れてください。")


def _check_number(value: int | None, name: str) -> None:
    if value is not None and not 0 <= value <= MOST_COPIES:
        raise BadInputError(f"{name}は0から{MOST_COPIES:,}までの数で入れてください。")


def _differs(line: Placed, row: PlacementRow) -> bool:
    typed = (line.copies, line.placed_on, line.left_over)
    return typed != (row.copies, row.placed_on, row.left_over)


def _store(
    session: Session, edition: Edition, lines: Sequence[Placed], *, by: Actor, now: datetime
) -> None:
    noted = {
        row.place_id: row
        for row in session.scalars(
            select(Placement).where(
                Placement.hub_id == edition.hub_id, Placement.edition_id == edition.id
            )
        )
    }
    for line in lines:
        row = noted.get(line.place_id)
        if row is None:
            row = Placement(
                hub_id=edition.hub_id, edition_id=edition.id, place_id=line.place_id, version=0
            )
            session.add(row)
        row.copies, row.placed_on, row.left_over = line.copies, line.placed_on, line.left_over
        row.version += 1
        row.noted_at, row.noted_by = now, by.label
