"""Finding by words, however wide they were typed: the one rule of every search box.

Both sides are compared in ``text.searchable`` form. SQLite learns that function on connecting
(``kit.db``); PostgreSQL has the pieces itself. The text in the tables stays as people wrote it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from notifier.kit import text


class Searchable(FunctionElement[str]):
    """``text.searchable`` of a column, worked out by the database."""

    name = "searchable"
    type = String()
    inherit_cache = True


@compiles(Searchable)
def _in_sqlite(element: Searchable, compiler: SQLCompiler, **how: object) -> str:
    return f"searchable({compiler.process(element.clauses, **how)})"


@compiles(Searchable, "postgresql")
def _in_postgresql(element: Searchable, compiler: SQLCompiler, **how: object) -> str:
    column = compiler.process(element.clauses, **how)
    plain = "-" * len(text.DASHES)
    return f"translate(lower(normalize({column}, NFKC)), '{text.DASHES}', '{plain}')"


def says(
    columns: Iterable[QueryableAttribute[Any] | ColumnElement[Any]], word: str
) -> ColumnElement[bool]:
    """Whether one of ``columns`` holds ``word``: wide or narrow, large or small letters."""
    return or_(
        *(Searchable(column).contains(text.searchable(word), autoescape=True) for column in columns)
    )
