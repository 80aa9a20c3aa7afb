"""Hours in the words against the hours of the dates."""

from datetime import UTC, date, datetime

import pytest

from notifier.editorial.checklist import check_draft
from notifier.editorial.facts import Check, CheckFacts
from notifier.intake import ListingDraft, OccurrenceDraft, read_form
from notifier.kit.clock import TOKYO

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def found(draft: ListingDraft) -> list[Check]:
    checks = check_draft(CheckFacts(draft=draft, now=NOW, zone=TOKYO))
    return [check for check in checks if check.key == "text_hours"]


def item(words: str, *times: str) -> ListingDraft:
    """One date on 5 December for each of 「10:30-12:00」."""
    rows = []
    for time in times:
        start, _, end = time.partition("-")
        moments = [datetime.fromisoformat(f"2026-12-05T{one}+09:00") for one in (start, end) if one]
        rows.append(OccurrenceDraft(*moments))
    return ListingDraft(title="会", when_text=words, place_name="会館", occurrences=tuple(rows))


def test_a_moved_hour_beside_the_old_words_is_asked_about() -> None:
    (check,) = found(item("令和８年１２月５日（土）　１０時３０分〜１２時", "11:00-12:00"))
    assert check.level == "ask"
    assert "（10時30分・12時）が、日時の欄の 11:00 と合いません" in check.message


def test_a_moved_end_is_asked_about() -> None:
    (check,) = found(item("12/5 10:30〜12:00", "10:30-12:30"))
    assert "日時の欄の 12:30 と" in check.message


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("12月5日(土)", ("11:00-12:00",)),
        ("毎月第1土曜", ("11:00",)),
        ("12/5 午後1時半〜3時", ("13:30-15:00",)),
        ("12/5 10-15時", ("10:00-15:00",)),
        ("正午から", ("12:00",)),
        ("10時から2時間", ("10:00-12:00",)),
        ("13時30分より90分間", ("13:30-15:00",)),
        ("9:45受付 10:00開始", ("10:00-11:00",)),
        ("10時〜11時、13時〜14時", ("10:00-11:00", "13:00-14:00")),
        ("", ("10:00",)),
    ],
)
def test_words_that_say_the_same_are_not_asked_about(words: str, times: tuple[str, ...]) -> None:
    assert found(item(words, *times)) == []


def test_dates_without_an_hour_are_not_asked_about() -> None:
    day = OccurrenceDraft(datetime(2026, 12, 4, 15, 0, tzinfo=UTC), all_day=True)
    assert found(ListingDraft(title="会", when_text="10時〜", occurrences=(day,))) == []


@pytest.mark.parametrize(
    "words",
    [
        "12月5日(土) AM10:00~PM3:00",
        "毎月第2・第4土曜 10時半〜12時 8月休み",
        "12/5 9時半集合 10時〜12時",
    ],
)
def test_what_we_read_ourselves_agrees(words: str) -> None:
    today = date(2026, 11, 27)
    assert found(read_form({"title": "会", "when_text": words}, today=today, zone=TOKYO)) == []
