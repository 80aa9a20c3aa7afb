"""The table a walk ends with: what was expected, what was seen."""

from dataclasses import dataclass, field

import click


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table at the end."""

    step: str
    expected: str
    seen: str
    is_right: bool


@dataclass
class Table:
    """What was expected and what was seen."""

    lines: list[Line] = field(default_factory=list)

    def expect(self, step: str, expected: object, seen: object) -> None:
        """Note an expectation that holds when both sides are equal."""
        self._add(step, str(expected), str(seen), is_right=expected == seen)

    def hold(self, step: str, says: str, *, is_right: bool) -> None:
        """Note an expectation in words."""
        self._add(step, "yes", says, is_right=is_right)

    @property
    def is_right(self) -> bool:
        """Whether every expectation held."""
        return all(line.is_right for line in self.lines)

    def _add(self, step: str, expected: str, seen: str, *, is_right: bool) -> None:
        self.lines.append(Line(step, expected, seen, is_right))
        mark = "ok " if is_right else "NO "
        click.echo(f"{mark} {step}: {seen}", err=True)
