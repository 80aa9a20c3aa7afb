"""Which column is what: by the words of the header first, by the contents where it is silent."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from notifier.intake.tables.headings import HEADINGS, IGNORED, JOINED, LABELS
from notifier.intake.tables.table import Cell, Table

_DROP = re.compile(r"[\s　_\-・/／()（）:：*＊※【】\[\]［］]+")
_OTHER_DATES = re.compile(
    r"公開|更新|作成|登録|掲載|受付|申込|締切|予約|timestamp|updated|created", re.I
)
_HEADER_DEPTH = 15
_DATE_LIKE = re.compile(
    r"\d{1,2}月\s*\d{1,2}日|(?:19|20)\d\d[-/年]\d{1,2}|^\d{1,2}/\d{1,2}$|毎週|第\d"
)
_TIME_LIKE = re.compile(r"^\s*(?:午前|午後)?\d{1,2}[:：時]")
_PLACE_LIKE = re.compile(r"館|センター|広場|公園|会場|ホール|小学校|園$")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Field → columns (indexes from 0; several are joined).

    ``unsure`` names the fields guessed from contents alone: their rows are asked until a person
    confirms the map, that is, sends it back without them.
    """

    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dictionary, to be shown, changed and sent back."""
        return {"fields": {k: list(v) for k, v in self.fields.items()}, "unsure": list(self.unsure)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ColumnMap":
        """The map a person confirmed; fields we do not know are dropped."""
        fields = data.get("fields", {})
        chosen = {
            key: tuple(int(i) for i in (value if isinstance(value, list | tuple) else [value]))
            for key, value in fields.items()
            if key in LABELS and value not in (None, "", [])
        }
        return cls(chosen, tuple(k for k in data.get("unsure", ()) if k in chosen))


@lru_cache(maxsize=4096)
def field_of(heading: str) -> str:
    """The field a heading names, "" when we do not know it."""
    key = _DROP.sub("", unicodedata.normalize("NFKC", heading)).casefold()
    if not key or key in IGNORED:
        return ""
    return HEADINGS.get(key, "")


def find_header(rows: Sequence[Sequence[Cell]]) -> tuple[int, tuple[str, ...]]:
    """Index and names of the header row: the first that names at least two fields, and most."""
    best, best_score = -1, 1
    for index, row in enumerate(rows[:_HEADER_DEPTH]):
        score = len({field_of(c) for c in row if isinstance(c, str)} - {""})
        if score > best_score:
            best, best_score = index, score
    names = tuple(str(c or "").strip() for c in rows[best]) if best >= 0 else ()
    return best, names


def is_header(row: Sequence[Cell]) -> bool:
    """A header repeated further down (or a second one in another language)."""
    words = [c for c in row if isinstance(c, str) and c.strip()]
    if not any(map(field_of, words[:6])):
        return False
    known = sum(1 for c in words if field_of(c))
    return known >= 3 and known * 2 >= len(words)  # noqa: PLR2004 - three names are no chance


def guess_columns(table: Table) -> ColumnMap:
    """The map we would use; fields guessed from contents alone are listed as unsure."""
    found: dict[str, tuple[int, ...]] = {}
    for index, name in enumerate(table.names):
        key = field_of(name)
        if key and (key not in found or key in JOINED):
            found[key] = (*found.get(key, ()), index)
    unsure = _by_contents(table, found)
    return ColumnMap(found, tuple(unsure))


def _by_contents(table: Table, found: dict[str, tuple[int, ...]]) -> list[str]:
    """Fill the three fields nobody can do without from what the cells look like."""
    taken = {i for columns in found.values() for i in columns}
    taken |= {i for i, name in enumerate(table.names) if _OTHER_DATES.search(name)}
    sample = table.rows[table.header + 1 : table.header + 51]
    unsure: list[str] = []
    for key, test in (
        ("date", _is_date),
        ("start", _is_time),
        ("place", _is_place),
        ("title", _is_text),
    ):
        if key in found or (key == "date" and "until" in found):
            continue
        best = _best_column(sample, table.width, taken, test)
        if best is not None:
            found[key] = (best,)
            taken.add(best)
            unsure.append(key)
    return unsure


def _best_column(
    sample: Sequence[Sequence[Cell]], width: int, taken: set[int], test: Callable[[Cell], bool]
) -> int | None:
    scores = []
    for index in range(width):
        cells = [row[index] for row in sample if index < len(row) and row[index] not in (None, "")]
        if index not in taken and cells:
            scores.append((sum(map(test, cells)) / len(cells), -index))
    if not scores:
        return None
    score, index = max(scores)
    return -index if score > 0.5 else None  # noqa: PLR2004 - most of the cells


def _is_date(cell: Cell) -> bool:
    return hasattr(cell, "year") or (isinstance(cell, str) and bool(_DATE_LIKE.search(cell)))


def _is_time(cell: Cell) -> bool:
    is_clock = hasattr(cell, "hour") and not hasattr(cell, "year")
    return is_clock or (isinstance(cell, str) and bool(_TIME_LIKE.search(cell)))


def _is_place(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) < 40 and bool(_PLACE_LIKE.search(cell))  # noqa: PLR2004


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and 2 <= len(cell.strip()) <= 60 and not cell.strip().isdigit()  # noqa: PLR2004
