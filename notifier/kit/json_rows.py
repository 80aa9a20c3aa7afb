"""Many rows in one statement, handed over as one JSON text: the same on both databases.

With a statement a row PostgreSQL is asked, and SQLite lets the interpreter's lock go, as often. A
list a column, which PostgreSQL would take as well, costs psycopg more than it does the database.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

ROWS = "rows"  # the parameter
Kinds = Mapping[str, TypeEngine[Any]]  # of the columns, by name, as they stand in each row


def as_text(rows: Iterable[tuple[object, ...]]) -> str:
    """The value of the parameter ``rows``. What becomes bytes is given as text."""
    return json.dumps(list(rows), ensure_ascii=False)


def select_rows(dialect: str, kinds: Kinds, *more: ColumnElement[Any]) -> Select[Any]:
    """The rows in their order, to insert from; ``more`` is the same for each of them.

    Text becomes bytes in UTF-8 where a kind is ``LargeBinary``.
    """
    found = _in_sqlite(kinds) if dialect == "sqlite" else _in_postgresql(kinds)
    # SQLite takes ON CONFLICT for part of a join unless a WHERE stands before it.
    return select(*found, *more).where(true())


def _in_sqlite(kinds: Kinds) -> list[ColumnElement[Any]]:
    row = func.json_each(bindparam(ROWS, type_=String())).table_valued("value").c.value
    found = [func.json_extract(row, literal_column(f"'$[{at}]'")) for at in range(len(kinds))]
    return [
        cast(one, kind) if isinstance(kind, LargeBinary) else one
        for one, kind in zip(found, kinds.values(), strict=True)
    ]


def _in_postgresql(kinds: Kinds) -> list[ColumnElement[Any]]:
    given = cast(bindparam(ROWS, type_=String()), postgresql.JSONB)
    row = func.jsonb_array_elements(given).column_valued("row")
    found = [row.op("->>")(literal_column(str(at))) for at in range(len(kinds))]
    return [
        func.convert_to(one, literal_column("'UTF8'"))
        if isinstance(kind, LargeBinary)
        else cast(one, kind)
        for one, kind in zip(found, kinds.values(), strict=True)
    ]
