"""A table handed in, whole, against reading the same rows with csv or calamine alone.

Goal: ≥ 0.2 × and never under 200 rows/s. docs/adr/0010-reading-speed.md tells why the ratio is
out of reach. The files are of our own making, in the manner of the real ones.
"""

import csv
import io
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from bench._world import STAFF, bench_hub, own_database
from notifier import intake
from notifier.flows.import_file import import_file
from notifier.hubs import Hub
from notifier.kit import clock, db

ROWS = 1_000
FLOOR = 200
GOAL = 0.2
HEADINGS = ("行事名", "日にち", "時間", "会場", "対象", "参加費", "内容", "問い合わせ", "主催")


def main() -> bool:
    """Print rows per second and ratios; True when the floor was missed."""
    table = [list(HEADINGS), *_rows()]
    missed = False
    with own_database():
        with db.writing() as session:
            hub = bench_hub(session)
        for name, data, bare in (
            ("list.csv", _csv(table), _read_csv),
            ("list.xlsx", _xlsx(table), _read_xlsx),
        ):
            alone = min(_seconds(partial(bare, data)) for _ in range(3))
            ours = _seconds(partial(_import, hub, name, data))
            speed = ROWS / ours
            print(
                f"{name}: {speed:,.0f} rows/s (floor {FLOOR}), reading alone {ROWS / alone:,.0f} "
                f"rows/s, ratio {alone / ours:.3f} (goal {GOAL}, see ADR 10)"
            )
            missed |= speed < FLOOR
    return missed


def _import(hub: Hub, name: str, data: bytes) -> None:
    with db.writing() as session:
        made = intake.preview_import(
            session, hub, filename=name, data=data, by=STAFF, now=clock.now()
        )
        result = import_file(session, made, by=STAFF, now=clock.now())
    assert result.rows == ROWS + 1


def _rows() -> list[list[str]]:
    rows = []
    for number in range(ROWS):
        day = clock.today() + timedelta(days=5 + number % 90)
        wall = f"{day.month}月{day.day}日({clock.WEEKDAYS_JA[day.weekday()]})"
        rows.append(
            [
                f"親子のひろば {number}",
                wall,
                "１０：００～１１：３０",
                f"会館{number % 60}",
                "０歳児とその保護者",
                "親子で300円",
                "手あそびと絵本の時間です。飲み物をお持ちください。",
                "045-000-0000",
                f"サロン{number % 54}",
            ]
        )
    return rows


def _csv(table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("一覧")
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read_csv(data: bytes) -> int:
    return len(list(csv.reader(io.StringIO(data.decode("utf-8-sig")))))


def _read_xlsx(data: bytes) -> int:
    return len(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
