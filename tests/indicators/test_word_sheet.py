"""The sheet in Word: every figure, empty boxes for people, hostile words inert."""

import io
from collections.abc import Callable
from datetime import datetime

import docx
import pytest
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import sheet, word_sheet
from notifier.listings import Listing
from tests.listings.conftest import published as published  # noqa: PLC0414 - the fixture, shared

HOSTILE = "</w:t><script>{{ x }}\u0001"


@pytest.mark.usefixtures("seeds")
def test_evidence_ratings_and_tables(
    session: Session, hub: Hub, now: datetime, published: Callable[..., Listing]
) -> None:
    hub.name = HOSTILE
    published(district_keys=("d1",), themes=("<b>",))
    found = sheet(session, hub, fiscal_year=2026, now=now)
    body = word_sheet(found)
    paper = docx.Document(io.BytesIO(body))
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert words[0] == "2026年度（令和8年度） ふりかえりシート"
    assert "</w:t><script>{{ x }}" in words[1]
    assert "年度の途中です" in words[1]
    for viewpoint in found.viewpoints:
        assert f"視点{viewpoint.key}　{viewpoint.question}" in words
        for one in viewpoint.counted:
            assert one.name in words
            assert f"{one.definition}　出どころ：{one.source}" in words
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert cells.count(["区", "", ""]) == cells.count(["拠点", "", ""]) == 7
    assert ["第1地区", "1件"] in cells
    assert next(row for row in cells if row[0] == "LINEの友だち数（人）")[1] == "161\n手入力"
    assert len(paper.inline_shapes) == 3
    assert word_sheet(found) == body


def test_a_year_without_anything_says_so(session: Session, hub: Hub, now: datetime) -> None:
    paper = docx.Document(io.BytesIO(word_sheet(sheet(session, hub, fiscal_year=2026, now=now))))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "記録なし" in cells
    assert len(paper.inline_shapes) == 0
