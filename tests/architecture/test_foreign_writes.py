"""A room writes only its own tables; rows of a room on the left change by that room's verbs.

Read from the syntax trees: rows made, INSERT / UPDATE / DELETE, ``session.delete``, SQL in words,
and attributes set on something known to be another room's row (by annotation, or because it was
got by ``session.get`` or a loop over rows). Edges (web, cli, flows, worker) own no table at all.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from sqlalchemy import Table

from notifier.kit.db import Base
from tests.architecture import test_hub_id  # imports every room's models
from tests.architecture.source import Source, models, sources

STATEMENTS = {"insert", "update", "delete", "pg_insert", "sqlite_insert"}
WORDS = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE)
GETS = {"get", "get_one"}

# file → why it may write another room's tables
ALLOWED: dict[str, str] = {
    "notifier/cli/practice/walk.py": "a hub that is never stored, to ask when its slot would be",
}


def test_no_room_makes_rows_of_another() -> None:
    """``OutboxMessage(...)`` is written in mailroom only."""
    assert _found(_made) == []


def test_no_room_states_changes_of_another() -> None:
    """``update(Subscriber)`` is written in subscribers only."""
    assert _found(_stated) == []


def test_no_room_sets_attributes_of_anothers_rows() -> None:
    """``hub.mail_from = …`` is written in hubs only."""
    assert _found(_set) == []


def test_no_room_writes_anothers_tables_in_words() -> None:
    """SQL in strings is held to the same rule."""
    assert _found(_worded) == []


@pytest.mark.parametrize(
    "code",
    [
        "def f(session):\n    session.add(Hub(slug='x'))",
        "def f(session):\n    session.execute(update(Hub).values(slug='x'))",
        "def f(session, hub: Hub) -> None:\n    hub.slug = 'x'",
        "def f(session, hub: hubs.Hub | None) -> None:\n    hub.line_rate += 1",
        "def f(session):\n    hub = session.get(Hub, 1)\n    hub.slug = 'x'",
        "def f(session, hub: Hub):\n    session.delete(hub)",
        "def f(session):\n    session.execute(text('UPDATE hubs SET slug = 1'))",
        "def f(session):\n    for hub in session.scalars(select(Hub)):\n        hub.slug = 'x'",
    ],
)
def test_the_rule_sees_a_violation(code: str) -> None:
    """Each way of writing is shown to be found, in a room that has no business with hubs."""
    tree = ast.parse(code)
    kinds = (_made, _stated, _set, _worded)
    assert [hit for kind in kinds for hit in kind(tree) if hit[1] == "hubs"] != []


def _found(kind) -> list[str]:  # noqa: ANN001 - one of the four functions below
    return [
        f"{source.name}:{line} writes {room}"
        for source in sources()
        if source.name not in ALLOWED and _is_judged(source)
        for line, room in kind(_judged_tree(source))
        if room != source.room
    ]


def _is_judged(source: Source) -> bool:
    return source.room not in {"migrations", "simulator"}  # a schema step; a world of its own


@cache
def _judged_tree(source: Source) -> ast.AST:
    return _without_namesakes(ast.parse(source.text))  # a tree of its own: names are taken out


def _without_namesakes(tree: ast.AST) -> ast.AST:
    """Take out names that only look like a model: classes of this file, or of another module."""
    namesakes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            namesakes |= {
                alias.asname or alias.name
                for alias in node.names
                if (room := models().get(alias.name))
                and node.module not in {f"notifier.{room}", f"notifier.{room}.models"}
            }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in namesakes:
            node.id = f"_{node.id}"
    return tree


def _made(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (room := _room_of(node.func)):
            yield node.lineno, room


def _stated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func) in STATEMENTS:
            for argument in node.args[:1]:
                if room := _room_of(argument):
                    yield node.lineno, room
            if isinstance(node.func, ast.Attribute) and (room := _in_chain(node.func.value)):
                yield node.lineno, room  # Hub.__table__.update(), query(Hub).delete()


def _set(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        known = _known_rows(function)
        for node in ast.walk(function):
            for name in _changed(node):
                if name in known:
                    yield node.lineno, known[name]  # type: ignore[attr-defined]


def _worded(tree: ast.AST) -> Iterator[tuple[int, str]]:
    homes = _homes()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for name in WORDS.findall(node.value):
                if name in homes:
                    yield node.lineno, homes[name]


def _changed(node: ast.AST) -> Iterator[str]:
    """Names whose attribute is set, or which are deleted, by this node."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [
            part
            for target in node.targets
            for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Call) and _called(node.func) in {"delete", "setattr"}:
        yield from (argument.id for argument in node.args[:1] if isinstance(argument, ast.Name))
    for target in targets:
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            yield target.value.id


def _known_rows(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    """Names in a function that hold a row: annotated, got by key, or looped over."""
    known: dict[str, str] = {}
    arguments = function.args
    for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        if one.annotation is not None and (room := _annotated(one.annotation)):
            known[one.arg] = room
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id] = _got(node.value) or known.get(node.targets[0].id, "")
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            known[node.target.id] = _got(node.iter) or known.get(node.target.id, "")
    return {name: room for name, room in known.items() if room}


def _got(value: ast.expr) -> str:
    """The room whose row a call gives: ``session.get(Hub, 1)``, ``scalars(select(Hub))``."""
    if not isinstance(value, ast.Call) or not value.args:
        return ""
    name, first = _called(value.func), value.args[0]
    if name in GETS:
        return _room_of(first)
    if name in {"scalar", "scalars"}:
        for node in ast.walk(first):
            if isinstance(node, ast.Call) and _called(node.func) == "select" and node.args:
                return _room_of(node.args[0])
    return ""


def _annotated(annotation: ast.expr) -> str:
    """Only the plain row (or None): a list of rows has no attributes of theirs."""
    if isinstance(annotation, ast.BinOp):
        return _annotated(annotation.left) or _annotated(annotation.right)
    return _room_of(annotation)


def _room_of(node: ast.AST) -> str:
    """The room of a model's name: ``Hub``, ``hubs.Hub``, ``models.Hub``."""
    room = models().get(_called(node), "")
    if isinstance(node, ast.Attribute) and _called(node.value) not in {room, "models"}:
        return ""
    return room


def _in_chain(node: ast.AST) -> str:
    return next((room for part in ast.walk(node) if (room := _room_of(part))), "")


def _called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


@cache
def _homes() -> dict[str, str]:
    """Table name → room."""
    tables: list[Table] = test_hub_id.TABLES
    names = {table.name for table in tables}
    return {
        mapper.local_table.name: models()[mapper.class_.__name__]
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table) and mapper.local_table.name in names
    }
