"""The import contracts hold on the real tree, and each fails on a deliberate violation.

The violations are written into a copy of the packages; ``pytest -s`` prints one line a contract.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT

LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()")
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
]

# contract → (file of the copy, line added to it); each line must break that contract.
VIOLATIONS: dict[str, list[tuple[str, str]]] = {
    "The rooms stand in one line": [
        ("notifier/hubs/queries.py", "import notifier.mailroom"),
        ("notifier/kit/text.py", "import notifier.hubs"),
        ("notifier/taxonomy/ages.py", "import notifier.simulator"),
        ("notifier/cellar/__init__.py", '"""A room nobody put in the line."""'),
    ],
    "The worker stands outside": [
        ("notifier/web/front.py", "import worker.app"),
        ("notifier/delivery/dispatch.py", "from worker.tasks import send_batch"),
    ],
    "Flask and Werkzeug stay at the edge": [
        ("notifier/editions/view.py", "from flask import url_for"),
        ("notifier/intake/attachments.py", "import werkzeug.utils"),
    ],
    "Celery stays in the worker": [("notifier/flows/tick.py", "import celery")],
    "Pure rules know no database": [
        ("notifier/subscribers/matching.py", "import sqlalchemy"),
        ("notifier/intake/reading/dates.py", "from sqlalchemy import select"),
        ("notifier/taxonomy/ages.py", "from notifier.kit import db"),
        ("notifier/delivery/retry.py", "import notifier.delivery.models"),
    ],
    "Pieces on one shelf do not know each other: sources": [
        ("notifier/intake/sources/web_form.py", "import notifier.intake.sources.spreadsheet")
    ],
    "Pieces on one shelf do not know each other: exports": [
        ("notifier/listings/exports/rss.py", "import notifier.listings.exports.ical")
    ],
    "Pieces on one shelf do not know each other: formats": [
        ("notifier/editions/formats/text.py", "import notifier.editions.formats.html")
    ],
    "Pieces on one shelf do not know each other: channels": [
        ("notifier/delivery/channels/email.py", "import notifier.delivery.channels.line"),
        ("notifier/delivery/channels/line.py", "import notifier.delivery"),  # through the door
    ],
    "Pieces on one shelf do not know each other: catalog": [
        (
            "notifier/indicators/catalog/line_friends.py",
            "import notifier.indicators.catalog.taps_per_edition",
        )
    ],
    "Only commands start the simulator": [
        ("notifier/delivery/plan.py", "import notifier.simulator")
    ],
    "No two modules need each other": [
        ("notifier/hubs/slugs.py", "import notifier.hubs.create_hub")
    ],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("contracts")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_is_kept() -> None:
    """On the tree as it is."""
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout
    for name in CONTRACTS:
        assert f"{name} KEPT" in done.stdout


def test_every_contract_has_a_violation() -> None:
    """A contract that nothing can break protects nothing."""
    assert set(VIOLATIONS) == set(CONTRACTS)


@pytest.mark.parametrize(
    ("name", "file", "line"),
    [(name, file, line) for name, cases in VIOLATIONS.items() for file, line in cases],
)
def test_a_contract_fails_when_violated(copy: Path, name: str, file: str, line: str) -> None:
    """The one line is enough."""
    with _added(copy / file, line):
        broken = _lint(copy)
    assert broken.returncode != 0
    assert f"{name} BROKEN" in broken.stdout, broken.stdout
    print(f"{name}: kept / fails when {file} says `{line}`")


@contextmanager
def _added(path: Path, line: str) -> Iterator[None]:
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        yield
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the packages of ``folder``, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [*LINT, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
