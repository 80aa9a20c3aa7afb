"""What is committed belongs to everyone: no machine's paths, no registry's hosts, no real data."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

# Written in pieces, so that this file does not contain what it looks for.
FOLDERS = "|".join(("work", "root", "home", "tmp", "Users"))
MACHINE_PATH = re.compile(rf"(?<![\w.:)}}/<>-])/(?:{FOLDERS})/\w")
REGISTRY = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.org")))
INPUT_SUFFIXES = frozenset({".xlsx", ".xls", ".pdf", ".docx", ".sqlite3"})
# The Dockerfile and compose file name paths inside their own containers.
CONTAINERS = frozenset({"Dockerfile", "compose.yaml"})


def _tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing is tracked here")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_path_of_a_machine() -> None:
    """A clone works anywhere."""
    assert _matches(MACHINE_PATH) == []


def test_no_host_of_a_package_registry() -> None:
    """Where packages come from is the machine's own setting."""
    assert _matches(REGISTRY) == []


def test_no_real_input_is_committed() -> None:
    """Real inputs stay outside and are named by NOTIFIER_REAL_INPUTS."""
    assert [path.name for path in _tracked() if path.suffix in INPUT_SUFFIXES] == []


def test_nothing_made_by_running_is_committed() -> None:
    """``var/`` and the environment are made again by ``make run``."""
    made = {"var", ".venv", "__pycache__"}
    assert [p for p in _tracked() if made & set(p.relative_to(ROOT).parts)] == []


def _matches(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        if path.name in CONTAINERS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    return found
