"""Rows of every table as lines of JSON that know no database, and back.

Moments travel in UTC, bytes as base64, closed sets by value. A part is one table's rows in the
order of their key, its first line the names of the columns.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Enum,
    LargeBinary,
    Table,
    bindparam,
    func,
    inspect,
    select,
)
from sqlalchemy import insert as sql_insert

from notifier.kit.db import Base, Moment

PART_BYTES = 1024 * 1024
AT_ONCE = 200
SCHEMA_STEPS = "alembic_version"  # says which steps were taken; the head of an archive does too

Row = list[Any]
Pointers = dict[tuple[Table, str], list[tuple[int, int]]]  # which row points to which, by column


def tables() -> list[Table]:
    """Every table, those that others point to first."""
    return list(Base.metadata.sorted_tables)


def strangers(connection: Connection) -> list[str]:
    """Names of tables in the database that ``tables`` does not know: they would be left out."""
    known = {table.name for table in tables()} | {SCHEMA_STEPS}
    return sorted(set(inspect(connection).get_table_names()) - known)


def shape() -> str:
    """A hash over all names of tables and columns: the same only when a dump fits."""
    names = [f"{table.name}.{column.name}" for table in tables() for column in _stored(table)]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def _stored(table: Table) -> list[Column[Any]]:
    """The columns somebody wrote; what the database derives from them it derives again."""
    return [column for column in table.columns if column.computed is None]


def parts(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """The table's rows in pieces of about a megabyte, each with the number of its rows."""
    stored = _stored(table)
    head = json.dumps([column.name for column in stored]).encode()
    query = select(*stored).order_by(*table.primary_key.columns)
    lines, size = [head], 0
    streamed = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for row in streamed:
        line = json.dumps([_plain(value) for value in row], ensure_ascii=False).encode()
        lines.append(line)
        size += len(line)
        if size >= PART_BYTES:
            yield b"\n".join(lines), len(lines) - 1
            lines, size = [head], 0
    if len(lines) > 1:
        yield b"\n".join(lines), len(lines) - 1


def put_part(connection: Connection, table: Table, data: bytes, pointers: Pointers) -> int:
    """Insert the rows of a part; returns how many.

    A row that points to a row of its own table is put without that, because the other may stand in
    a part still to come; the pair of ids is added to ``pointers``, for ``point`` after the last.
    Raises ``KeyError`` or ``ValueError`` when the part does not fit the table.
    """
    head, *lines = data.split(b"\n")
    columns = [table.c[name] for name in json.loads(head)]
    loops = {c.name for c in columns if any(f.column.table is table for f in c.foreign_keys)}
    rows = [
        {c.name: _alive(c.type, v) for c, v in zip(columns, json.loads(line), strict=True)}
        for line in lines
    ]
    # A missing JSON value stays NULL, as it was, and does not become the JSON word null.
    places = {
        c.name: bindparam(c.name, type_=JSON(none_as_null=True) if _is_json(c.type) else c.type)
        for c in columns
    }
    statement = sql_insert(table).values(places)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        connection.execute(statement, [row | dict.fromkeys(loops) for row in some])
    for name in loops:
        pairs = [(row["id"], row[name]) for row in rows if row[name] is not None]
        pointers.setdefault((table, name), []).extend(pairs)
    return len(rows)


def point(connection: Connection, pointers: Pointers) -> None:
    """Let rows point to rows of their own table, when every part is put."""
    for (table, name), pairs in pointers.items():
        change = table.update().where(table.c.id == bindparam("its_id"))
        for start in range(0, len(pairs), AT_ONCE):
            some = [{"its_id": one, "to": to} for one, to in pairs[start : start + AT_ONCE]]
            connection.execute(change.values({name: bindparam("to")}), some)


def point_loops_last(connection: Connection) -> None:
    """Let foreign keys be asked at the end of the transaction, where the database can."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def empty(connection: Connection) -> None:
    """Every row of every table, gone."""
    for table in reversed(tables()):
        connection.execute(table.delete())


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return not any(connection.execute(select(table).limit(1)).first() for table in tables())


def count_on(connection: Connection) -> None:
    """Let new rows get numbers behind those that were put (SQLite does so by itself)."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" not in table.c:
            continue
        highest = connection.execute(select(func.max(table.c.id))).scalar()
        counter = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(counter, highest or 1, highest is not None)))


def _plain(value: object) -> object:
    if isinstance(value, PythonEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _alive(kind: object, value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value


def _is_json(kind: object) -> bool:
    return isinstance(kind, JSON)
