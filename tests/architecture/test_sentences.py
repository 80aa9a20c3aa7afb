"""What people read decides nothing: a reworded sentence leaves the program as it was."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, sources

# What is kept for people to read. What the program asks for later has a key beside it.
READ_BY_PEOPLE = {
    "reason",
    "sentence",
    "problem",
    "label",
    "decided_by",
    "approved_by",
    "second_by",
}
ASKING = {
    "in_",
    "not_in",
    "like",
    "ilike",
    "contains",
    "startswith",
    "endswith",
    "is_distinct_from",
}
SHOWN = re.compile(r"[!=]=\s*[\"'][^\"']*[ぁ-んァ-ヶ一-龥]")


def _is_read(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in READ_BY_PEOPLE


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in {"", None}


def decided_by_a_sentence(text: str) -> list[int]:
    """The lines of ``text`` that ask what a sentence says, other than whether there is one."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            asks = any(map(_is_read, sides)) and not any(map(_is_empty, sides))
        else:
            asks = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ASKING
                and _is_read(node.func.value)
            )
        if asks:
            found.append(node.lineno)
    return found


def test_no_sentence_is_asked_what_it_says() -> None:
    found = {source.name: decided_by_a_sentence(source.text) for source in sources()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_page_compares_words_people_read() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.*")
        if path.suffix in {".html", ".txt"} and SHOWN.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("Delivery.reason == PASSED_OVER", [1]),
        ("x = 1\nSAID in {batch.reason}\nAddress.reason.in_(SENTENCES)", [3]),
        ("case.decided_by != MACHINE.label", [1]),
        ("batch.reason != '' and batch.reason_key == FAULT", []),
    ],
)
def test_the_test_sees(code: str, lines: list[int]) -> None:
    assert decided_by_a_sentence(code) == lines
