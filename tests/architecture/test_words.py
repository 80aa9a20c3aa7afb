"""README's glossary and the model classes are the same list."""

import re

import pytest

from notifier.config import Settings
from tests.architecture.source import ROOT, models

ROW = re.compile(r"^\| `([A-Z][a-z]\w+)` \| ([^|]+) \|", re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_glossary_is_the_list_of_models(name: str) -> None:
    """A word people read is the word the code uses, and none is missing."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert sorted(word for word, _ in ROW.findall(text)) == sorted(models())


def test_both_readmes_use_the_same_japanese_words() -> None:
    """One term per thing, in both languages."""
    english, japanese = (
        dict(ROW.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("README.md", "README.ja.md")
    )
    assert {k: v.strip() for k, v in english.items()} == {k: v.strip() for k, v in japanese.items()}


@pytest.mark.parametrize("name", ["README.md", "docs/settings.md"])
def test_every_setting_is_told(name: str) -> None:
    """And no setting is told that does not exist."""
    text = (ROOT / name).read_text(encoding="utf-8")
    told = set(re.findall(r"^\| (`NOTIFIER_.*?) \|", text, re.MULTILINE))
    names = {word for cell in told for word in re.findall(r"NOTIFIER_(\w+)", cell)}
    assert names == {key.upper() for key in Settings.model_fields}


def test_the_machine_has_one_name() -> None:
    """People read one word for what happens by itself; ``audit.machine`` says it."""
    files = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "notifier").rglob("*.py")
        if '"自動処理"' in path.read_text(encoding="utf-8")
    ]
    assert files == ["notifier/audit/models.py"]


def test_model_names_are_unique() -> None:
    """Two rooms never use one word for two things."""
    names = [
        match
        for path in (ROOT / "notifier").glob("*/models.py")
        for match in re.findall(r"^class (\w+)\(Row\)", path.read_text(), re.MULTILINE)
    ]
    assert sorted(names) == sorted(models())
