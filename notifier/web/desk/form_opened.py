"""What a form said when it was opened, so that of two people's changes none is undone unseen."""

import json
from collections.abc import Iterator

from notifier.kit.tokens import hash_token
from notifier.web.desk.case_form import CHOICES, Typed

_DEADLINE = ("apply_by_on", "apply_by_time")  # one fact in two boxes: taken over together
_MARK = 12


def seal_boxes(form: Typed) -> str:
    """A short mark of what every box says; it travels with the form as a hidden box."""
    return " ".join(f"{name}:{_mark(value)}" for name, value in _boxes(form))


def take_newer(typed: Typed, newest: Typed, *, opened: str) -> None:
    """Let boxes that still say what they said when the form was opened say what ``newest`` does.

    ``opened`` is what ``seal_boxes`` gave then; without it every box counts as touched.
    """
    before = opened.split()
    untouched = {name for name, value in _boxes(typed) if f"{name}:{_mark(value)}" in before}
    if not untouched.issuperset(_DEADLINE):
        untouched.difference_update(_DEADLINE)
    for name in untouched:
        if name == "occurrences":
            typed.rows = newest.rows
        elif name in CHOICES:
            typed.chosen[name] = newest.chosen[name]
        else:
            typed.texts[name] = newest.texts[name]


def _boxes(form: Typed) -> Iterator[tuple[str, object]]:
    yield from form.texts.items()
    for name in CHOICES:  # ticked boxes come back in the form's order
        yield name, sorted(form.chosen[name])
    yield "occurrences", [list(row.values()) for row in form.rows]


def _mark(value: object) -> str:
    return hash_token(json.dumps(value))[:_MARK]
