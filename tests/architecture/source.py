"""Reads the project's own source: files, syntax trees, and which room a file stands in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("notifier", "worker")
EDGES = frozenset({"web", "cli", "flows", "worker", "migrations", "simulator", "config"})


@dataclass(frozen=True)
class Source:
    """One Python file of the service."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the project's root, for messages."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The folder under ``notifier`` it stands in; ``worker`` for the worker."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return parts[1] if parts[0] == "notifier" and len(parts) > 1 else parts[0]

    @property
    def text(self) -> str:
        """The source text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the file; walked once for all the rules."""
        return tuple(ast.walk(self.tree))


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the service."""
    return tuple(Source(path) for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")))


@cache
def models() -> dict[str, str]:
    """The rooms' model classes: class name → room."""
    found = {}
    for source in sources():
        if source.path.name != "models.py":
            continue
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and any(
                _called(base) == "Row" for base in node.bases
            ):
                found[node.name] = source.room
    return found


def imports(source: Source) -> Iterator[tuple[int, str, str]]:
    """(line, module, imported name or "") of every import below ``notifier`` or ``worker``."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, node.module, alias.name


def _called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
