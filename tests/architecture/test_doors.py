"""A room is entered through its door, and every door says what it offers."""

import ast
from functools import cache

import pytest

from tests.architecture.source import ROOT, Source, imports, sources

ROOMS = sorted(
    path.parent.name
    for path in (ROOT / "notifier").glob("*/__init__.py")
    if path.parent.name not in {"cli", "flows", "kit", "web"}
)

# Whose modules may be named from outside, and why.
OPEN = {
    "notifier.kit": "a box of tools, not a room: one imports the tool",
    "notifier.wire": "its modules (line, smtp, http) are what the door exports",
    "notifier.taxonomy": "its modules (ages, themes, …) are what the door exports",
    "notifier.flows": "one story per file; a door would load all of them for one",
}
# Modules of a room that only edges (web, cli, flows) may name: they know which way a thing arrived.
OPEN_TO_EDGES = {
    "notifier.intake.sources": "the edge knows by which way a submission arrived",
    "notifier.intake.tables": "the upload page shows and confirms columns",
}
EDGES = {"web", "cli", "flows"}


def test_a_room_is_imported_only_through_its_door() -> None:
    """``from notifier.hubs import Hub``, never ``from notifier.hubs.models import Hub``."""
    wrong = [
        f"{source.name}:{line} imports {module}"
        for source in sources()
        for line, module, _ in imports(source)
        if module.count(".") > 1 and _is_foreign(source, module) and not _is_open(source, module)
    ]
    assert wrong == []


def test_modules_are_not_fetched_through_a_foreign_door() -> None:
    """``from notifier.hubs import models`` would be a way around the door."""
    wrong = [
        f"{source.name}:{line} imports {module}.{name}"
        for source in sources()
        for line, module, name in imports(source)
        if module.count(".") == 1
        and name
        and _is_foreign(source, module)
        and _is_module(module, name)
        and not _is_open(source, f"{module}.{name}")
    ]
    assert wrong == []


def test_what_is_imported_is_on_the_door() -> None:
    """Only names of ``__all__`` leave a room."""
    wrong = [
        f"{source.name}:{line}: {name} is not in __all__ of {module}"
        for source in sources()
        for line, module, name in imports(source)
        if module.startswith("notifier.")
        and module.split(".")[-1] in ROOMS
        and module.count(".") == 1
        and _is_foreign(source, module)
        and not _is_module(module, name)
        and name not in _all(module)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_door_has_a_paragraph_and_a_list(room: str) -> None:
    """A newcomer reads the door and knows the room."""
    tree = ast.parse((ROOT / "notifier" / room / "__init__.py").read_text())
    assert ast.get_docstring(tree), f"notifier.{room} has no docstring"
    assert _all(f"notifier.{room}"), f"notifier.{room} has no __all__"


def test_every_module_and_public_function_has_a_docstring() -> None:
    """A sentence each; scripts of the schema have theirs from the template."""
    wrong = []
    for source in sources():
        if not ast.get_docstring(source.tree):
            wrong.append(source.name)
        wrong += [
            f"{source.name}:{node.lineno} {node.name}"
            for node in source.tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert wrong == []


def _is_foreign(source: Source, module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "notifier" and len(parts) > 1 and parts[1] != source.room


def _is_open(source: Source, module: str) -> bool:
    if any(module == name or module.startswith(f"{name}.") for name in OPEN):
        return True
    return source.room in EDGES and any(
        module == name or module.startswith(f"{name}.") for name in OPEN_TO_EDGES
    )


@cache
def _is_module(module: str, name: str) -> bool:
    folder = ROOT.joinpath(*module.split("."))
    return (folder / f"{name}.py").exists() and name not in _all(module)


@cache
def _all(module: str) -> set[str]:
    tree = ast.parse(ROOT.joinpath(*module.split("."), "__init__.py").read_text())
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "__all__"
        ):
            return set(ast.literal_eval(node.value))
    return set()
