"""The guides for staff show what is there: every picture, every link, every word on a button."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, sources

GUIDES = sorted((ROOT / "docs" / "ja").glob("*.md"))
PICTURES = ROOT / "docs" / "ja" / "pictures"
MOST_BYTES = 150_000
SAID = re.compile(r"「([^「」]+)」")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\((pictures/[^)]+)\)")
# Words in 「」 that people say, and no page shows.
SPOKEN = {"受け取りたい", "やめたい", "行います"}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@cache
def words_of_the_pages() -> str:
    """Templates, and every Japanese string of the program that is not a docstring."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    for source in sources():
        if source.room in {"cli", "simulator", "worker"}:
            continue
        docstrings = {
            id(node.body[0].value)
            for node in source.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts += [
            node.value
            for node in source.nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and JAPANESE.search(node.value)
        ]
    return "\n".join(re.sub(r"<[^>]+>", "", text) for text in texts)


def missing(text: str) -> list[str]:
    """What a text puts in 「」 and no page says; … and （） stand for what changes."""
    found = []
    for said in set(SAID.findall(text)) - SPOKEN:
        parts = [part.strip() for part in re.split(r"…|（[^）]*…[^）]*）|\d+", said)]
        if not all(part in words_of_the_pages() for part in parts):
            found.append(said)
    return sorted(found)


def test_there_are_guides() -> None:
    assert {path.stem for path in GUIDES} >= {"README", "desk", "this-week", "cancel", "trouble"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_names_only_what_the_pages_show(guide: Path) -> None:
    assert missing(guide.read_text(encoding="utf-8")) == []


def test_a_button_nobody_has_is_noticed() -> None:
    assert missing("「掲載する」を押し、「すべて忘れる」を押します。") == ["すべて忘れる"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_link_and_picture_of_a_guide_is_there(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert [name for name in LINK.findall(text) if not (guide.parent / name).is_file()] == []
    for said, name in PICTURE.findall(text):
        assert said, f"{name} is not described for those who do not see it"
        assert (guide.parent / name).stat().st_size < MOST_BYTES


def test_no_picture_is_left_over() -> None:
    named = {
        name for guide in GUIDES for _, name in PICTURE.findall(guide.read_text(encoding="utf-8"))
    }
    assert {f"pictures/{path.name}" for path in PICTURES.iterdir()} == named


def test_the_japanese_readme_leads_to_every_guide() -> None:
    text = (ROOT / "README.ja.md").read_text(encoding="utf-8")
    assert [path.name for path in GUIDES if f"docs/ja/{path.name}" not in text] == []
