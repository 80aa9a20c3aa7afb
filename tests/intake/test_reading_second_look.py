"""What a second reviewer's cases taught: hours of the day in kana, applications said in passing."""

from datetime import date

import pytest

from notifier.intake.reading import Reference, WhenWords, read_when
from notifier.intake.reading.clocks import read_clock
from notifier.intake.reading.deadline import read_deadline
from notifier.intake.reading.understand import understand

MAY = Reference(day=date(2027, 5, 1), known=True)


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("あさ10時", 10),
        ("おひる12時", 12),
        ("お昼1時", 13),
        ("昼11時", 11),
        ("よる7時", 19),
        ("ゆうがた5時", 17),
    ],
)
def test_the_time_of_day_is_spelled_in_kana_too(words: str, hour: int) -> None:
    found = read_clock(words)
    assert found is not None
    assert found.hour == hour


@pytest.mark.parametrize(
    "text",
    [
        "申込は5/10(月)10時から。開催は5/25(火)10時～11時です",
        "予約受付5月10日(月)9時より。5月25日(火)10時～11時",
    ],
)
def test_the_day_applications_open_is_no_date_of_the_event(text: str) -> None:
    found = read_when(WhenWords(dates=text), reference=MAY)
    assert [slot.day for slot in found.slots] == [date(2027, 5, 25)]


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        ({"audience": "小学生10人（要予約）"}, True),
        ({"body": "工作をします。定員10名（要申込） 持ち物：はさみ"}, True),
        ({"audience": "0歳から3歳まで"}, None),
    ],
)
def test_applying_said_in_brackets(cells: dict[str, str], needed: bool | None) -> None:
    found = understand({"title": "会", "date": "5月25日(火)"} | cells, reference=MAY)
    assert found.application.needed is needed


def test_two_limits_are_asked_about() -> None:
    words = "申込期限\n企業\n5月7日(金曜日)\n一般\n5月14日(金曜日)"
    assert not read_deadline("", "", [words], reference=MAY, days=(date(2027, 5, 25),)).sure


def test_no_capacity_in_its_cell_is_none_whatever_the_text_tells_of_a_part() -> None:
    found = understand(
        {
            "title": "会",
            "date": "5月25日(火)",
            "capacity": "無し",
            "body": "工作コーナー（定員20名）",
        },
        reference=MAY,
    )
    assert found.capacity.number is None
