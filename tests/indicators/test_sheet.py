"""The evaluation sheet: every viewpoint, both ratings empty, hostile words inert in every form."""

import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import (
    as_data,
    list_workbook,
    measure,
    month_period,
    render,
    render_body,
    sheet,
    sheet_workbook,
)
from notifier.kit.errors import BadInputError
from notifier.listings import Listing
from tests.indicators.conftest import Count
from tests.listings.conftest import published as published  # noqa: PLC0414 - the fixture, shared

HOSTILE = "<script>alert(1)</script>"
FORMULAS = ("=HYPERLINK(\"https://evil.example\")", "+1", "-1", "@SUM(A1)", "\u0001=1")  # fmt: skip


@pytest.mark.usefixtures("seeds")
def test_html_has_the_tables_and_empty_ratings(session: Session, hub: Hub, now: datetime) -> None:
    hub.name = HOSTILE
    page = render(sheet(session, hub, fiscal_year=2024, now=now))
    assert HOSTILE not in page
    assert "2024年度（令和6年度） ふりかえりシート" in page
    for number in ("161", "497", "877", "1,164", "143,499", "11,099", "15,178", "17,191"):
        assert f">{number}<" in page
    for viewpoint in "アイウエオカキ":
        assert f"視点{viewpoint}" in page
    assert page.count('<th scope="row">区</th><td></td><td></td>') == 7
    assert page.count('<th scope="row">拠点</th><td></td><td></td>') == 7
    assert "<html" not in render_body(sheet(session, hub, fiscal_year=2024, now=now))


def test_a_running_year_says_so_and_a_coming_one_is_refused(
    session: Session, hub: Hub, now: datetime
) -> None:
    assert "年度の途中です" in render(sheet(session, hub, fiscal_year=2026, now=now))
    assert "年度の途中です" not in render(sheet(session, hub, fiscal_year=2025, now=now))
    for year in (2027, 1, 99_999):
        with pytest.raises(BadInputError):
            sheet(session, hub, fiscal_year=year, now=now)


@pytest.mark.usefixtures("seeds")
def test_data_for_programs(session: Session, hub: Hub, now: datetime) -> None:
    data = json.loads(
        json.dumps(as_data(sheet(session, hub, fiscal_year=2024, now=now)), default=str)
    )
    assert [point["key"] for point in data["viewpoints"]] == list("アイウエオカキ")
    assert {rating for point in data["viewpoints"] for rating in point["ratings"].values()} == {
        None
    }
    assert [line["mean"] for line in data["table_3"]] == [11_099, 15_178]
    friends = next(line for line in data["table_2"] if line["key"] == "line_friends")
    assert [cell["value"] for cell in friends["cells"]] == [161, 497, 877, 1_164]


@pytest.mark.usefixtures("seeds")
def test_the_sheet_as_xlsx(session: Session, hub: Hub, now: datetime) -> None:
    book = load_workbook(io.BytesIO(sheet_workbook(sheet(session, hub, fiscal_year=2024, now=now))))
    pages = ["ふりかえり", "媒体ごと", "数字", "年度の比較", "月ごとの比較"]
    assert book.sheetnames == [*pages, "グラフ"]
    years = [[cell.value for cell in row] for row in book["年度の比較"].iter_rows()]
    assert ["LINEの友だち数", "人", 161, 497, 877, 1_164] in years
    months = [[cell.value for cell in row] for row in book["月ごとの比較"].iter_rows()]
    assert [row[-1] for row in months] == ["平均", 11_099, 15_178]
    to_fill = list(book["ふりかえり"].iter_rows(min_row=5, min_col=4, values_only=True))
    assert len(to_fill) == 7
    assert all(not value for row in to_fill for value in row)
    charts = {chart.title.tx.rich.p[0].r[0].t: chart for chart in book["グラフ"]._charts}
    assert len(charts) > 3
    bars = charts["LINEの友だち数（人）"].series[0]
    row = 1 + next(n for n, cells in enumerate(years) if cells[0] == "LINEの友だち数")
    assert bars.val.numRef.f == f"'年度の比較'!$C${row}:$F${row}", "the cells, not a copy of them"


def test_a_sheet_without_figures_has_no_empty_page_of_charts(
    session: Session, hub: Hub, now: datetime
) -> None:
    book = load_workbook(io.BytesIO(sheet_workbook(sheet(session, hub, fiscal_year=2024, now=now))))
    assert "グラフ" not in book.sheetnames


def test_a_title_that_looks_like_a_formula_stays_a_title(
    session: Session, hub: Hub, count: Count, published: Callable[..., Listing]
) -> None:
    for title in FORMULAS:
        published(title=title, district_keys=("d1",))
    counted = count("listings_by_district", "2026-11")
    part = counted.part("d1")
    book = load_workbook(
        io.BytesIO(list_workbook(hub, counted, part, period=month_period(2026, 11)))
    )
    rows = list(book["一覧"].iter_rows(min_row=7))
    assert len(rows) == len(part.rows) == 5
    for row, title in zip(rows, FORMULAS, strict=True):
        assert row[1].value == title.replace("\u0001", "")
        assert (row[1].data_type, row[1].number_format) == ("s", "@")


def test_nothing_small_leaves_by_any_door(
    session: Session, hub: Hub, now: datetime, count: Count
) -> None:
    counted = measure(session, hub, key="taps_per_edition", period=month_period(2026, 11), now=now)
    assert counted.parts == ()
    assert count("taps_per_edition", "2026-11") == counted
    page = render(sheet(session, hub, fiscal_year=2026, now=now))
    assert "記録なし" in page
