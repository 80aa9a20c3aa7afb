"""Calendars: dates laid out, what is called off, what is broken, and the oracle's numbers."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifier.intake.calendar_series import BadSeriesError, open_calendar
from notifier.intake.draft import ListingDraft
from notifier.intake.feed_document import BadFeedError, FeedDocument, FeedEntry
from notifier.intake.sources.ical import read_calendar

ZONE = ZoneInfo("Asia/Tokyo")
TODAY, UNTIL = date(2026, 11, 20), date(2028, 4, 1)
OUTER = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//JA\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n"


def event(*lines: str, uid: str = "1@x") -> str:
    return EVENT.format("\r\n".join((f"UID:{uid}", *lines)))


def read(*events: str, **facts: Any) -> FeedDocument:
    data = OUTER.format("".join(events)).encode()
    return read_calendar(data, **({"today": TODAY, "until": UNTIL, "zone": ZONE} | facts))


def one(*lines: str) -> FeedEntry:
    (entry,) = read(event("SUMMARY:おはなし会", *lines)).entries
    return entry


def draft(*lines: str) -> ListingDraft:
    made = one(*lines).draft
    assert made is not None
    return made


def starts(*lines: str) -> list[datetime]:
    return [row.starts_at for row in draft(*lines).occurrences]


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART;TZID=Asia/Tokyo:20261128T100000",
        "DTSTART:20261128T010000Z",
        "DTSTART:20261128T100000",  # no zone at all: the hub's own wall clock
        "DTSTART;TZID=Tokyo Standard Time:20261128T100000",
    ],
)
def test_ten_in_the_morning_in_japan(line: str) -> None:
    assert starts(line) == [datetime(2026, 11, 28, 1, 0, tzinfo=UTC)]


def test_whole_days_end_on_their_last_day() -> None:
    (row,) = draft("DTSTART;VALUE=DATE:20261128", "DTEND;VALUE=DATE:20261129").occurrences
    assert (row.all_day, row.ends_at) == (True, None)
    (row,) = draft("DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261130").occurrences
    assert row.ends_at is not None
    assert row.ends_at.astimezone(ZONE).date() == date(2026, 11, 29)


def test_a_series_with_its_exceptions() -> None:
    """Every Saturday in December, one left out, one moved, one called off."""
    weekly = event(
        "SUMMARY:おはなし会",
        "DTSTART;TZID=Asia/Tokyo:20261205T100000",
        "DTEND;TZID=Asia/Tokyo:20261205T110000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Asia/Tokyo:20261212T100000",
    )
    moved = event(
        "SUMMARY:おはなし会（午後）",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261219T100000",
        "DTSTART;TZID=Asia/Tokyo:20261219T140000",
        "DTEND;TZID=Asia/Tokyo:20261219T150000",
    )
    off = event(
        "SUMMARY:おはなし会",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261226T100000",
        "DTSTART;TZID=Asia/Tokyo:20261226T100000",
        "STATUS:CANCELLED",
    )
    (entry,) = read(weekly, moved, off).entries
    assert entry.draft is not None
    said = [row.starts_at.astimezone(ZONE) for row in entry.draft.occurrences]
    assert [f"{at:%m-%d %H}" for at in said] == ["12-05 10", "12-19 14"]
    assert entry.last_on == date(2026, 12, 19)
    assert entry.title == "おはなし会"


def test_called_off_as_a_whole() -> None:
    entry = one("DTSTART:20261128T010000Z", "STATUS:CANCELLED")
    assert (entry.is_cancelled, entry.draft) == (True, None)


def test_past_dates_are_left_out_and_an_endless_rule_ends_with_the_window() -> None:
    days = starts("DTSTART;TZID=Asia/Tokyo:20200104T100000", "RRULE:FREQ=WEEKLY;BYDAY=SA")
    assert days[0] == datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    assert days[-1] == datetime(2028, 3, 25, 1, 0, tzinfo=UTC)
    assert one("DTSTART:20250101T010000Z").draft is None


def test_the_mark_of_content_ignores_when_it_was_exported_and_today() -> None:
    lines = ("SUMMARY:会", "DTSTART:20261128T010000Z", "RRULE:FREQ=WEEKLY")
    (first,) = read(event("DTSTAMP:20261101T000000Z", "SEQUENCE:1", *lines)).entries
    (later,) = read(
        event("DTSTAMP:20261120T000000Z", "SEQUENCE:2", *lines), today=date(2026, 12, 20)
    ).entries
    assert first.content_hash == later.content_hash
    (wider,) = read(event(*lines), until=date(2029, 4, 1)).entries
    assert wider.content_hash != first.content_hash  # new dates of an endless rule are news
    (other,) = read(event("LOCATION:西図書館", *lines)).entries
    assert other.content_hash != first.content_hash


def test_words_and_places() -> None:
    made = draft(
        "DTSTART:20261128T010000Z",
        "LOCATION:西地区センター\\, 横浜市西区1丁目",
        "DESCRIPTION:<p>絵本を<b>よみます</b></p><script>x</script>\\n持ち物：タオル",
        "URL:javascript:alert(1)",
        "CONTACT:西図書館 045-000-0000",
        "ORGANIZER;CN=担当者:mailto:staff@example.jp",
    )
    assert (made.place_name, made.place_address) == ("西地区センター", "横浜市西区1丁目")
    assert made.body.startswith("絵本をよみます")
    assert "x" not in made.body
    assert made.bring_text == "タオル"
    assert made.url == ""
    assert "045-000-0000" in made.contact_public
    assert "staff@example.jp" in made.contact_private
    assert "担当者" not in made.contact_public


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:x",),
        (),
        ("DTSTART:20261128T010000Z", "RRULE:FREQ=SOMETIMES"),
        ("DTSTART:20261128T010000Z", "RRULE:FREQ=SECONDLY"),
        ("DTSTART:19700101T000000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6"),
        ("DTSTART:99991231T235959Z", "DTEND:00010101T000000Z"),
    ],
)
def test_a_broken_event_is_a_sentence_and_spares_the_others(lines: tuple[str, ...]) -> None:
    good = event("SUMMARY:よい会", "DTSTART:20261128T010000Z", uid="2@x")
    found = read(event("SUMMARY:こわれた会", *lines), good)
    assert [entry.title for entry in found.entries if entry.draft] == ["よい会"]
    if lines[:1] != ("DTSTART:99991231T235959Z",):
        assert "こわれた会" in found.remarks[0]


@pytest.mark.parametrize("data", [b"", b"<html>", b"BEGIN:VEVENT\r\nEND:VEVENT", b"\xff\x00"])
def test_no_calendar(data: bytes) -> None:
    with pytest.raises(BadFeedError, match="カレンダー"):
        read_calendar(data, today=TODAY, until=UNTIL, zone=ZONE)


def test_shift_jis_and_a_byte_order_mark() -> None:
    words = OUTER.format(event("SUMMARY:健診", "DTSTART:20261128T010000Z"))
    for encoding in ("cp932", "utf-8-sig"):
        found = read_calendar(words.encode(encoding), today=TODAY, until=UNTIL, zone=ZONE)
        assert found.entries[0].title == "健診"


def test_ten_thousand_events_give_five_hundred_and_a_sentence() -> None:
    found = read(
        *(event(f"SUMMARY:会{n}", "DTSTART:20261128T010000Z", uid=f"{n}@x") for n in range(2_000))
    )
    assert len(found.entries) == 2_000  # all are known to be there, so that none counts as gone
    assert sum(entry.draft is not None for entry in found.entries) == 500
    assert "2,000件あります" in found.remarks[0]


@pytest.mark.real
def test_occurrences_equal_the_oracle(real_inputs: Path) -> None:
    """1990 to the end of 2035, file by file; where the oracle stumbled we must not crash."""
    oracle = json.loads((real_inputs / "oracle" / "ical_occurrences.json").read_text("utf-8"))
    matched = expanded = with_dates = total = 0
    stumbled: list[str] = []
    for name, expected in oracle.items():
        rows = _rows(real_inputs / "ical" / name)
        if not expected["ok"]:
            stumbled.append(f"{name}: oracle {expected['error']}; here {len(rows)} dates, no crash")
            continue
        expanded += 1
        with_dates += bool(expected["n"])
        total += expected["n"]
        first, last = sorted(expected["first"]), sorted(expected["last"])
        assert len(rows) == expected["n"], name
        assert rows[: len(first)] == first, name
        assert rows[len(rows) - len(last) :] == last, name
        matched += 1
    print(f"{matched}/{expanded} files equal ({with_dates} with dates, {total} dates in all)")
    print("\n".join(stumbled))
    assert matched == expanded == 147


@pytest.mark.real
def test_real_calendars(real_inputs: Path) -> None:
    """Every file: a document or a sentence, hostile HTML as letters."""
    files = sorted((real_inputs / "ical").rglob("*.ics"))
    read_, refused, items, problems = 0, 0, 0, 0
    for path in files:
        try:
            found = read_calendar(
                path.read_bytes(), today=TODAY, until=UNTIL, zone=ZONE, keep_past=True
            )
        except BadFeedError:
            refused += 1
            continue
        read_ += 1
        for entry in found.entries:
            items += 1
            problems += bool(entry.problem)
            if entry.draft is not None:
                assert "<script" not in (entry.draft.title + entry.draft.body).lower()
                assert entry.draft.url == "" or entry.draft.url.startswith("http")
                ListingDraft.from_json(entry.draft.to_json())
    print(
        f"{len(files)} files: {read_} read, {refused} refused, {items} items, {problems} unreadable"
    )
    assert len(files) > 150


def _rows(path: Path) -> list[list[str]]:
    """(start, end, title) of every date from 1990 up to 2036, sorted."""
    found: list[Any] = []
    try:
        opened = open_calendar(path.read_bytes())
    except BadFeedError:
        return []
    for series in opened.series:
        try:
            found += series.between(date(1990, 1, 1), date(2036, 1, 1))
        except BadSeriesError:
            continue
    return sorted(
        [
            row["DTSTART"].dt.isoformat(),
            (row["DTEND"] if "DTEND" in row else row["DTSTART"]).dt.isoformat(),
            str(row.get("SUMMARY", "")),
        ]
        for row in found
    )
