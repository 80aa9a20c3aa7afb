"""The edit form of a case: what was typed, kept as text, and the draft it says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from notifier.editorial import read_again
from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit import clock
from notifier.kit.text import clean, half, one_line

LINES = ("title", "organiser", "place_name", "place_address", "url")
TEXTS = (
    "when_text",
    "audience_text",
    "fee_text",
    "body",
    "capacity_text",
    "apply_text",
    "bring_text",
    "weather_text",
    "contact_public",
    "contact_private",
)
NUMBERS = {"min_months": "月齢", "max_months": "月齢", "fee_yen": "費用", "capacity": "定員"}
CHOICES = ("district_keys", "audiences", "themes", "outlets")
ROW_PARTS = ("date", "start", "end", "until", "note")
_BOXES = {"ages": ("min_months", "max_months"), "apply_by_at": ("apply_by_on", "apply_by_time")}
MOST_ROWS = 200
MOST_DIGITS = 7  # more than any fee has
LONGEST = 5000


@dataclass(slots=True)
class Typed:
    """The form as it stands: texts as typed, chosen keys, date rows, and what is wrong."""

    texts: dict[str, str]
    chosen: dict[str, list[str]]
    rows: list[dict[str, str]]
    settled: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def form_of(draft: ListingDraft, zone: ZoneInfo) -> Typed:
    """The form filled with what ``draft`` says."""
    texts = {name: str(getattr(draft, name)) for name in (*LINES, *TEXTS, "kind")}
    for name in NUMBERS:
        value = getattr(draft, name)
        texts[name] = "" if value is None else str(value)
    by = draft.apply_by_at.astimezone(zone) if draft.apply_by_at else None
    texts["apply_by_on"] = by.date().isoformat() if by else ""
    texts["apply_by_time"] = by.strftime("%H:%M") if by else ""
    texts["expires_on"] = draft.expires_on.isoformat() if draft.expires_on else ""
    chosen = {name: list(getattr(draft, name)) for name in CHOICES}
    return Typed(texts, chosen, [_row_of(row, zone) for row in draft.occurrences])


def typed_in(posted: MultiDict[str, str]) -> Typed:
    """What was typed, untouched but for control characters."""
    names = (*LINES, *TEXTS, *NUMBERS, "kind", "apply_by_on", "apply_by_time", "expires_on")
    texts = {name: clean(posted.get(name, "")) for name in names}
    chosen = {name: [clean(key) for key in posted.getlist(name)] for name in CHOICES}
    count = posted.get("rows", "0")
    number = min(int(count), MOST_ROWS) if count.isdecimal() else 0
    rows = [
        {part: clean(posted.get(f"occ-{n}-{part}", "")) for part in ROW_PARTS}
        for n in range(number)
    ]
    return Typed(texts, chosen, rows, settled=posted.getlist("settled"))


def change_rows(typed: Typed, wish: str) -> bool:
    """Add or take away a date row when such a button was pressed; False when it was another."""
    if wish == "add":
        last = typed.rows[-1] if typed.rows else {}
        empty = dict.fromkeys(ROW_PARTS, "")
        typed.rows.append({**empty, "start": last.get("start", ""), "end": last.get("end", "")})
        return True
    verb, _, number = wish.partition("-")
    if verb == "remove" and number.isdecimal() and int(number) < len(typed.rows):
        del typed.rows[int(number)]
        return True
    return False


def read_form(typed: Typed, base: ListingDraft, zone: ZoneInfo) -> ListingDraft:
    """The draft the form says; what cannot be read is put into ``typed.errors`` and kept as was.

    A rule is kept only while its dates stay as they were: after that the dates are the truth. Ages
    and amounts follow the words that were changed, unless they were set beside them.
    """
    values: dict[str, Any] = {name: one_line(typed.texts[name]) for name in LINES}
    values |= {name: typed.texts[name] for name in TEXTS}
    _too_long(typed, base)
    values |= {name: _number(typed, name, getattr(base, name)) for name in NUMBERS}
    values |= {name: tuple(typed.chosen[name]) for name in CHOICES}
    values["kind"] = "information" if typed.texts["kind"] == "information" else "event"
    values["apply_by_at"] = _deadline(typed, base, zone)
    values["expires_on"] = _day(typed, "expires_on", typed.texts["expires_on"])
    rows = tuple(_occurrences(typed, base, zone))
    values["occurrences"] = rows
    if rows != base.occurrences:
        values["recurrence"] = None
    values["questions"] = tuple(
        question for n, question in enumerate(base.questions) if str(n) not in typed.settled
    )
    low, high = values["min_months"], values["max_months"]
    if low is not None and high is not None and low > high:
        typed.errors["max_months"] = (
            f"上の月齢（{high}）が下の月齢（{low}）より小さくなっています。"
        )
    return read_again(base, replace(base, **values), today=clock.today(zone), zone=zone)


def take_over(typed: Typed, other: Typed, name: str) -> None:
    """Put the value ``other`` has for one field of a draft into ``typed``."""
    if name == "occurrences":
        typed.rows = other.rows
    elif name in CHOICES:
        typed.chosen[name] = other.chosen[name]
    else:
        for box in _BOXES.get(name, (name,)):
            typed.texts[box] = other.texts[box]


def known_only(typed: Typed, known: Mapping[str, Sequence[str]]) -> None:
    """Drop keys nobody offered, so that a crafted form stores nothing odd."""
    for name, keys in known.items():
        typed.chosen[name] = [key for key in typed.chosen[name] if key in keys]


def _row_of(row: OccurrenceDraft, zone: ZoneInfo) -> dict[str, str]:
    start = row.starts_at.astimezone(zone)
    end = row.ends_at.astimezone(zone) if row.ends_at else None
    other_day = end is not None and end.date() != start.date()
    return {
        "date": start.date().isoformat(),
        "start": "" if row.all_day else start.strftime("%H:%M"),
        "end": end.strftime("%H:%M") if end and not row.all_day else "",
        "until": end.date().isoformat() if end and other_day else "",
        "note": row.note,
    }


def _occurrences(typed: Typed, base: ListingDraft, zone: ZoneInfo) -> Iterator[OccurrenceDraft]:
    same = {tuple(_row_of(row, zone).values()): row for row in base.occurrences}
    for number, row in enumerate(typed.rows):
        untouched = same.get(tuple(row[part] for part in ROW_PARTS))
        if untouched:
            yield untouched
            continue
        if not (row["date"] or row["start"] or row["end"] or row["until"]):
            continue
        name = f"occ-{number}-date"
        first = _day(typed, name, row["date"])
        if first is None:
            typed.errors.setdefault(name, f"{number + 1}つ目の日付を入れてください。")
            continue
        until = _day(typed, f"occ-{number}-until", row["until"]) or first
        start = _clock_time(typed, f"occ-{number}-start", row["start"])
        end = _clock_time(typed, f"occ-{number}-end", row["end"])
        yield _occurrence((first, until), (start, end), one_line(row["note"]), zone)


def _occurrence(
    days: tuple[date, date], times: tuple[time | None, time | None], note: str, zone: ZoneInfo
) -> OccurrenceDraft:
    (first, until), (start, end) = days, times
    if start is None:
        ends_at = clock.at(until, time(), zone) if until != first else None
        return OccurrenceDraft(clock.at(first, time(), zone), ends_at, all_day=True, note=note)
    ends_at = clock.at(until, end, zone) if end else None
    return OccurrenceDraft(clock.at(first, start, zone), ends_at, note=note)


def _deadline(typed: Typed, base: ListingDraft, zone: ZoneInfo) -> datetime | None:
    day = _day(typed, "apply_by_on", typed.texts["apply_by_on"])
    at = _clock_time(typed, "apply_by_time", typed.texts["apply_by_time"])
    if day is None:
        if at is not None:
            typed.errors["apply_by_on"] = "締切の日を入れてください。"
        return base.apply_by_at if "apply_by_on" in typed.errors else None
    return clock.at(day, at or time(23, 59), zone)


def _too_long(typed: Typed, base: ListingDraft) -> None:
    """Nothing is cut off unsaid; what arrived longer than this may stay as long as it is."""
    for name in (*LINES, *TEXTS):
        length = len(typed.texts[name])
        if length > max(LONGEST, len(getattr(base, name))):
            typed.errors[name] = f"{LONGEST}文字までにしてください（いま{length}文字）。"


def _number(typed: Typed, name: str, kept: int | None) -> int | None:
    written = half(typed.texts[name]).replace(",", "").removesuffix("円")
    if not written:
        return None
    if written.isdecimal() and len(written) <= MOST_DIGITS:
        return int(written)
    typed.errors[name] = f"{NUMBERS[name]}は数字だけで入れてください（例: 300）。"
    return kept


def _day(typed: Typed, name: str, written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(half(written).replace("/", "-"))
    except ValueError:
        typed.errors[name] = "日付は「2026-11-28」のように入れてください。"
        return None


def _clock_time(typed: Typed, name: str, written: str) -> time | None:
    if not written:
        return None
    try:
        return time.fromisoformat(half(written).zfill(5))
    except ValueError:
        typed.errors[name] = "時刻は「10:00」のように入れてください。"
        return None
