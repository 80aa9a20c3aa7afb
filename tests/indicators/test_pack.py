"""The monthly pack: queue, decisions and figures of a month, on paper with room for the meeting."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import docx
import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial import reject
from notifier.hubs import Hub
from notifier.indicators import (
    fiscal_period,
    month_period,
    pack,
    pack_word,
    pack_workbook,
)
from notifier.kit.errors import BadInputError
from notifier.listings import Listing
from tests.editorial.conftest import MakeCase
from tests.editorial.conftest import make_case as make_case  # noqa: PLC0414 - fixtures, shared
from tests.indicators.conftest import Type
from tests.listings.conftest import published as published  # noqa: PLC0414

NOVEMBER = month_period(2026, 11)
HOSTILE = "=<script>{{ x }}"


@pytest.fixture
def filled(
    session: Session,
    other_hub: Hub,
    make_case: MakeCase,
    published: Callable[..., Listing],
    editor: Actor,
    now: datetime,
) -> None:
    """Two waiting, one refused, one refused last month, one published, and a neighbour's."""
    for hub in (None, other_hub):
        facts = {"hub": hub} if hub else {}
        make_case(title="まだの会", **facts)
    make_case(title="もうひとつ")
    for title, at in ((HOSTILE, now), ("先月の会", now - timedelta(days=30))):
        case = make_case(title=title)
        reject(session, case, reason="営利のため", version=case.version, by=editor, now=at)
    published(district_keys=("d1",))


@pytest.mark.usefixtures("filled")
def test_what_the_meeting_sees(session: Session, hub: Hub, now: datetime, type_in: Type) -> None:
    type_in("instagram_followers", "2026-11", 1_900, is_confirmed=True)
    found = pack(session, hub, month=NOVEMBER, now=now)
    assert dict(found.queue) == {"確認待ち": 2, "質問中": 0, "保留": 0}
    assert [(one.title, one.what, one.reason) for one in found.decisions] == [
        (HOSTILE, "お断り", "営利のため")
    ]
    assert found.before.key == "2026-10"
    assert found.is_running
    cells = {(one.key, one.part): (one.now, one.before) for one in found.statistics}
    assert cells["listings_by_district", "d1"] == ("1", "0")
    assert cells["rejected_by_reason", next(p for k, p in cells if k == "rejected_by_reason")] == (
        "1",
        "1",
    )
    assert cells["messages_sent", ""] == ("記録なし", "—")
    assert found.typed == (("Instagramのフォロワー数", "1,900人"),)
    january = pack(session, hub, month=month_period(2026, 1), now=now)
    assert (january.before.key, january.decisions) == ("2025-12", ())


@pytest.mark.usefixtures("filled")
def test_both_files(session: Session, hub: Hub, now: datetime) -> None:
    found = pack(session, hub, month=NOVEMBER, now=now)
    book = load_workbook(io.BytesIO(pack_workbook(found)))
    assert book.sheetnames == ["いまの受付", "判断", "便", "数字"]
    cell = book["判断"]["B2"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")
    assert tuple(one.value for one in book["数字"][1]) == (
        "視点",
        "数字",
        "内訳",
        "今月",
        "前の月",
        "単位",
        "数え方",
    )
    paper = docx.Document(io.BytesIO(pack_word(found)))
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert any(row[1] == HOSTILE for row in cells)
    assert ["確認待ち", "2"] in cells
    assert cells.count(["", ""]) == 4
    assert "この月の便はありません。" in [one.text for one in paper.paragraphs]


def test_a_year_and_a_coming_month_are_refused(session: Session, hub: Hub, now: datetime) -> None:
    for period in (fiscal_period(2026), month_period(2026, 12)):
        with pytest.raises(BadInputError):
            pack(session, hub, month=period, now=now)
