"""Statements put into the database's words once, for what runs for every call or fifty letters.

SQLAlchemy recognises a statement by its whole shape each time it runs. That is cheap in a loop; it
is not between two letters, when the processor's caches are full of something else: there it costs
more than the statement does (ADR 0027).
"""

import enum
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Executable,
    String,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine

Turn = Callable[[Any], Any]


class Ready:
    """A statement with named places (``bindparam``), or what makes it for the name of a dialect.

    Values and rows are turned as their types say; rows are plain tuples. The text must be the same
    whatever the values are: a list stands in ``among``, never in ``in_``.
    """

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        self._statement = statement
        self._said: dict[str, _Said] = {}

    def rows(self, where: Session | Connection, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it returns, all of it."""
        found, said = self._execute(where, facts)
        cursor: Any = found.cursor
        rows: list[tuple[Any, ...]] = cursor.fetchall()  # the driver's own, not one by one
        found.close()
        return said.read(rows) if said.readers else rows

    def count(self, where: Session | Connection, facts: Mapping[str, Any]) -> int:
        """How many rows it touched."""
        return int(self._execute(where, facts)[0].rowcount)

    def _execute(
        self, where: Session | Connection, facts: Mapping[str, Any]
    ) -> "tuple[CursorResult[Any], _Said]":
        if isinstance(where, Session):
            where.flush()  # as the session's own statements do
            where = where.connection()
        dialect = where.dialect
        said = self._said.get(dialect.name)
        if said is None:
            made = self._statement
            made = made(dialect.name) if callable(made) else made
            said = self._said[dialect.name] = _Said.of(made, dialect)
        return where.exec_driver_sql(said.text, said.values(facts)), said


def among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """The condition that ``column`` is one of those given as ``name`` (see ``as_list``)."""
    given = bindparam(name, type_=String())
    is_one: ColumnElement[bool]
    if dialect == "sqlite":
        is_one = column.in_(select(func.json_each(given).table_valued("value").c.value))
    else:  # as an array, which the server has before it chooses its way to the rows
        each = func.jsonb_array_elements_text(cast(given, postgresql.JSONB))
        array = func.array(select(cast(each, column.type)).scalar_subquery())
        is_one = column == func.any(array)
    return is_one


def as_list(some: Collection[int | str]) -> str:
    """The value of a place made by ``among``."""
    return json.dumps(list(some), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Said:
    """The text for one dialect, and how values go in and come out."""

    text: str
    order: Sequence[str] | None  # of the places, where they have no names
    fixed: Mapping[str, Any]
    writers: Mapping[str, Turn]
    readers: Sequence[tuple[int, Turn]]

    @classmethod
    def of(cls, statement: Executable, dialect: Dialect) -> "_Said":
        said: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        if said.post_compile_params:
            raise ValueError(f"its text depends on the values: {said.post_compile_params}")
        open_places = {name for name, one in said.binds.items() if one.required}
        writers = {name: _writer(said.binds[name].type, dialect) for name in open_places}
        columns = statement.exported_columns if isinstance(statement, ReturnsRows) else ()
        readers = [(at, _reader(one.type, dialect)) for at, one in enumerate(columns)]
        return cls(
            text=str(said),
            order=said.positiontup,
            fixed={
                name: _plain(value)
                for name, value in said.construct_params(_check=False).items()
                if name not in open_places
            },
            writers={name: one for name, one in writers.items() if one is not None},
            readers=[(at, one) for at, one in readers if one is not None],
        )

    def values(self, facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver takes them
        """The values in the driver's form."""
        turned = {**self.fixed, **facts}
        for name, turn in self.writers.items():
            turned[name] = turn(turned[name])
        return turned if self.order is None else tuple([turned[name] for name in self.order])

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows as their types say."""
        columns = list(zip(*rows, strict=True))
        for at, turn in self.readers if rows else ():
            columns[at] = tuple(map(turn, columns[at]))
        return list(zip(*columns, strict=True))


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value  # as ``closed_set`` stores it
