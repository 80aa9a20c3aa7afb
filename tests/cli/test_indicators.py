"""``notifier indicators``: the sheet in three forms, and typing a figure."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import Engine

from notifier.cli.indicators import command
from notifier.hubs import Hub
from notifier.kit import clock, db
from notifier.kit.errors import BadInputError, NotFoundError

Run = Callable[..., Result]


@pytest.fixture
def run(engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(db, "engine", lambda _url=None: engine)
    monkeypatch.setattr(clock, "now", lambda: now)
    with db.writing(engine) as session:
        for slug in ("nishi", "kohoku"):
            session.add(Hub(slug=slug, name=slug, ward_code="141038", created_at=now))

    def call(*words: str, hub: str = "nishi") -> Result:
        return CliRunner().invoke(command, [*words, "--hub", hub])

    return call


def test_type_and_see_it_in_the_sheet_of_that_hub_alone(run: Run) -> None:
    done = run("type", "line_friends", "FY2024", "1164", "--json")
    assert json.loads(done.stdout) == {
        "key": "line_friends",
        "period": "FY2024",
        "value": 1164,
        "unit": "人",
        "note": "",
    }
    assert "1,164人" in run("sheet", "--fiscal-year", "2024").stdout.replace("<", "人<")
    for words in (("--json",), ("--format", "json")):
        data = json.loads(run("sheet", "--fiscal-year", "2024", *words).stdout)
        assert data["table_2"][0]["cells"][-1]["value"] == 1164
    theirs = json.loads(run("sheet", "--fiscal-year", "2024", "--json", hub="kohoku").stdout)
    assert theirs["table_2"][0]["cells"][-1]["value"] is None


def test_files(run: Run, tmp_path: Path) -> None:
    html, xlsx = tmp_path / "sheet.html", tmp_path / "sheet.xlsx"
    assert "に書きました" in run("sheet", "--fiscal-year", "2026", "--out", str(html)).stdout
    assert html.read_text().startswith("<!doctype html>")
    run("sheet", "--fiscal-year", "2026", "--format", "xlsx", "--out", str(xlsx))
    assert load_workbook(xlsx).sheetnames[0] == "ふりかえり"
    word = tmp_path / "sheet.docx"
    run("sheet", "--fiscal-year", "2026", "--format", "docx", "--out", str(word))
    assert word.read_bytes().startswith(b"PK")


def test_an_unlikely_figure_needs_confirm(run: Run) -> None:
    asked = run("type", "line_friends", "FY2026", "1200")
    assert isinstance(asked.exception, BadInputError)
    assert "--confirm を付けて" in str(asked.exception)
    assert "1,200人" in run("type", "line_friends", "FY2026", "1200", "--confirm").stdout


def test_wrong_usage_and_what_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("sheet", "--fiscal-year", "2026", "--format", "xlsx").exit_code == 2
    assert run("type", "line_friends", "FY2024", "many").exit_code == 2
    for words in (
        ("type", "friends", "FY2024", "1"),
        ("type", "line_friends", "2027-01", "1"),
        ("sheet", "--fiscal-year", "2027"),
        ("sheet", "--fiscal-year", "2026", "--out", str(tmp_path / "no" / "where")),
    ):
        assert isinstance(run(*words).exception, BadInputError)
    assert isinstance(run("sheet", "--fiscal-year", "2026", hub="none").exception, NotFoundError)


def test_the_pack_of_a_month_is_a_file(run: Run, tmp_path: Path) -> None:
    word, sheet = tmp_path / "pack.docx", tmp_path / "pack.xlsx"
    done = run("pack", "--month", "2026-11", "--out", str(word), "--json")
    assert json.loads(done.stdout)["decisions"] == 0
    assert word.read_bytes().startswith(b"PK")
    told = run("pack", "--month", "2026-11", "--format", "xlsx", "--out", str(sheet)).stdout
    assert "2026年11月" in told
    assert load_workbook(sheet).sheetnames
    nowhere = run("pack", "--month", "2026-11", "--out", str(tmp_path / "no" / "x.docx"))
    assert isinstance(nowhere.exception, BadInputError)


def test_costs_are_told_line_by_line(run: Run) -> None:
    assert "まだありません" in run("costs").stdout
    assert json.loads(run("costs", "--period", "2026-11", "--json").stdout) == []
