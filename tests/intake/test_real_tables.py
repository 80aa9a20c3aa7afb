"""Every real table: nothing breaks and every row is accounted for. Sums are printed."""

import os
from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifier.intake.draft import ListingDraft
from notifier.intake.sources.spreadsheet import guess_columns, open_table, read_rows

TOKYO = ZoneInfo("Asia/Tokyo")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not os.environ.get("NOTIFIER_REAL_INPUTS"), reason="NOTIFIER_REAL_INPUTS names no folder"
    ),
]


@pytest.mark.parametrize(
    ("folder", "files", "sure"),
    [
        ("event-japan", 64, 0.7),
        ("notalone-monthly", 15, 0.8),
        ("takamatsu-monthly", 20, 0.6),
    ],
)
def test_folder(folder: str, files: int, sure: float, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(os.environ["NOTIFIER_REAL_INPUTS"]) / "events" / folder
    paths = sorted(p for p in root.iterdir() if p.suffix in (".csv", ".xlsx"))
    assert len(paths) == files
    found: Counter[str] = Counter()
    for path in paths:
        table = open_table(path.name, path.read_bytes())
        columns = guess_columns(table)
        rows = list(read_rows(table, columns, month=None, today=date(2022, 1, 15), zone=TOKYO))
        assert [r.row for r in rows] == list(range(1, len(table.rows) + 1))
        for row in rows:
            found[row.kind] += 1
            assert (row.kind in ("draft", "question")) == (row.draft is not None)
            if row.draft is not None:
                assert ListingDraft.from_json(row.draft.to_json()) == row.draft
                assert (row.kind == "question") == bool(row.draft.questions)
                assert (
                    row.draft.occurrences or row.draft.questions or row.draft.kind == "information"
                )
    total = found["draft"] + found["question"]
    with capsys.disabled():
        print(
            f"\n{folder}: received {found['draft']}, questions {found['question']}, rejected "
            f"{found['rejected']}, errors {found['error']}; sure {found['draft'] / total:.1%}"
        )
    assert found["draft"] / total >= sure
