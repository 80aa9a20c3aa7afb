"""Charts: the words twin says every number, the pictures are pictures, and no word is a formula."""

import io
from datetime import datetime
from xml.etree import ElementTree

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators import Chart, draw, months_chart, over_the_years, same_months, years_chart

HOSTILE = Chart("$\\frac{1}{0}$<b>&", "回", ("$x$", "二"), (("$y$", (3, None)),))


@pytest.mark.usefixtures("seeds")
def test_the_tables_become_charts_with_every_number(
    session: Session, hub: Hub, now: datetime
) -> None:
    friends, views, *_ = over_the_years(session, hub, fiscal_year=2024, now=now)
    assert years_chart(friends).said == (
        "LINEの友だち数の棒グラフ。2021年度 161人、2022年度 497人、2023年度 877人、2024年度 1,164人。"
    )
    assert years_chart(views).labels == ("2021年度", "2022年度", "2023年度", "2024年度")
    months = months_chart(same_months(session, hub, fiscal_year=2024))
    assert [name for name, _ in months.series] == ["2024年", "2025年"]
    assert "2025年 2月 17,191回" in months.said


@pytest.mark.parametrize("chart", [HOSTILE, Chart("なし", "人", ("一",), (("なし", (None,)),))])
def test_both_pictures_and_hostile_words(chart: Chart) -> None:
    tree = ElementTree.fromstring(draw(chart, kind="svg"))  # noqa: S314 - we drew it ourselves
    assert tree.tag.endswith("svg")
    assert not [one for one in tree.iter() if one.tag.endswith(("script", "}image"))]
    image = Image.open(io.BytesIO(draw(chart, kind="png")))
    assert (image.format, image.size) == ("PNG", (1080, 510))


def test_the_same_chart_gives_the_same_bytes() -> None:
    chart = Chart("数", "人", ("一", "二"), (("甲", (1, 2.5)), ("乙", (2, None))))
    first = draw(chart)
    draw.cache_clear()
    assert draw(chart) == first
    assert chart.said == "数の棒グラフ。甲 一 1人、甲 二 2.5人、乙 一 2人。"
