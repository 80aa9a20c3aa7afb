"""Several events in one text."""

from datetime import UTC, date, datetime

import pytest

from notifier.editorial.checklist import check_draft
from notifier.editorial.facts import Check, CheckFacts
from notifier.intake import read_form
from notifier.kit.clock import TOKYO

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def found(words: str) -> list[Check]:
    fields = {"title": "12月の予定", "when_text": words, "place_name": "会館"}
    draft = read_form(fields, today=date(2026, 11, 27), zone=TOKYO)
    assert draft.occurrences
    checks = check_draft(CheckFacts(draft=draft, now=NOW, zone=TOKYO))
    return [check for check in checks if check.key == "several"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ベビーマッサージ 12月3日(木) 10時〜\nおはなし会 12月10日(木) 10時半〜", "「ベビーマッサージ」「おはなし会」"),
        ("★リズム 12/3 10時★工作 12/10 10時", "「リズム」「工作」"),
        ("12月3日 リズム遊び、12月10日 工作", "「リズム遊び」「工作」"),
        ("【おはなし会】\n12月3日 10時\n【体操】\n12月10日 10時", "「おはなし会」「体操」"),
        ("12/5 地区センター\n12/12 自治会館", "「地区センター」「自治会館」"),
    ],
)  # fmt: skip
def test_a_name_for_each_date_is_asked_about(words: str, names: str) -> None:
    (check,) = found(words)
    assert check.level == "ask"
    assert names in check.message
    assert "代理入力" in check.message


@pytest.mark.parametrize(
    "words",
    [
        "12月5日(土)",
        "ベビーマッサージ 12月3日(木) 10時〜11時",
        "12/5 午前の部10時〜11時 午後の部2時〜3時",
        "毎月第2・第4土曜 10時半〜12時 8月休み 祝日休み",
        "12月5日(土)10時〜\n12月12日(土)10時〜（雨天の場合は19日）",
        "①12月5日 ②12月12日 各10時〜",
        "おはなし会 12月3日 10時\nおはなし会 12月10日 10時",
    ],
)
def test_dates_of_one_event_are_not(words: str) -> None:
    assert found(words) == []
