"""Dates × times × recurrence: the occurrences a person would read out of the sender's words."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from notifier.intake.reading import own_hours, remarks
from notifier.intake.reading.dates import Days, read_days
from notifier.intake.reading.free_text import BETWEEN, DAY, FreeText, part
from notifier.intake.reading.keyed import Keyed, read_keyed, with_ends
from notifier.intake.reading.none_words import said
from notifier.intake.reading.said_otherwise import plainly
from notifier.intake.reading.sittings import read_sittings
from notifier.intake.reading.slots import Slot, When, in_order, join_up
from notifier.intake.reading.years import Reference

_ASK_EACH = ("日ごとの時刻を確かめさせてください。",)
_LONGEST = 800  # letters; reading takes time that grows with the square, and no date is that long
_ASK_SHORTER = "日時の文が長くて読み取れませんでした。開催する日と時刻を短く教えてください。"
_ASK_ASIDE = "書かれている時刻は、申込みなどの時刻ですか。行う時刻を教えてください。"
_ASK_GROUPS = "日ごとの時刻を読み取れませんでした。日にちと時刻を一つずつ教えてください。"


_Open = tuple[Slot, str]  # 「10時〜」 at the end of a group, and what stands behind it


@dataclass(frozen=True, slots=True)
class WhenWords:
    """The sender's words about time, cell by cell; values may be a sheet's own dates and times.

    ``start_asked`` tells that there was a place to write the time and it was left empty.
    """

    dates: object = ""
    until: object = ""
    start: object = ""
    end: object = ""
    remark: str = ""
    start_asked: bool = False


def read_when(words: WhenWords, *, reference: Reference) -> When:
    """The occurrences of ``words``; every doubt becomes a question in ``asks``."""
    told = (words.dates, words.until, words.start, words.end, words.remark)
    if any(isinstance(text, str) and len(text) > _LONGEST for text in told):
        return When(asks=(_ASK_SHORTER,))
    if isinstance(words.dates, str):
        words = replace(words, dates=plainly(words.dates))
    parted = _free_text(words)
    if not parted:
        return _read_cells(words, reference)
    if len(parted.groups) > 1:
        found = _grouped(parted, words, reference)
    else:
        ((dates, times),) = parted.groups
        found = _read_cells(replace(words, dates=dates, start=times), reference)
    doubts = ((parted.hours_aside, _ASK_ASIDE), (parted.until_a_day, _ASK_GROUPS))
    asks = (*found.asks, *(ask for doubtful, ask in doubts if doubtful))
    return _noted(replace(found, asks=tuple(dict.fromkeys(asks))), parted.asides)


def _read_cells(words: WhenWords, reference: Reference) -> When:
    keyed = _keyed(words, reference)
    days = _days(words, reference)
    if keyed:
        return _from_keyed(keyed, days)
    if days.open_ended:
        return When(dated=False, asks=days.asks)
    told = _keyed_remark(words, days, reference)
    if told:
        return told
    hours = read_sittings(words.start, words.end, remarks.clean(words.remark))
    if days.empty and not days.rule.repeating:
        return When(asks=days.asks or ("開催する日はいつですか。",))
    return join_up(days, hours, reference, start_asked=words.start_asked)


def _free_text(words: WhenWords) -> FreeText | None:
    """「2月23日(日) 10時~11時半」 in one cell is a date and times."""
    if not isinstance(words.dates, str) or _text(words.start) or _text(words.end):
        return None
    if not _text(words.dates):
        return None
    found = part(words.dates)
    return (
        found if found.asides or len(found.groups) > 1 or any(t for _, t in found.groups) else None
    )


def _noted(when: When, asides: tuple[str, ...]) -> When:
    """``when`` with what stood beside it (rain, application) as a note to each date."""
    if not asides:
        return when
    told = "、".join(asides)
    slots = tuple(
        replace(slot, note=" ".join(filter(None, (slot.note, told)))[:200]) for slot in when.slots
    )
    return replace(when, slots=slots)


def _grouped(parted: FreeText, words: WhenWords, reference: Reference) -> When:
    """Dates with their own times, one group after another; the month is carried forward."""
    slots: list[Slot] = []
    asks: list[str] = []
    flags: list[str] = []
    near = reference
    opened: _Open | None = None
    for dates, times in parted.groups:
        again = own_hours.named_again(dates, slots)
        if again:
            kept = _own(slots, again, times, near)
            asks += () if kept else (_ASK_GROUPS,)
            slots, opened = kept or slots, None
            continue
        cells = WhenWords(_with_month(dates, slots), "", times, "", words.remark)
        found = _read_cells(cells, near)
        asks += found.asks or (() if found.slots else (_ASK_GROUPS,))
        asks += (_ASK_GROUPS,) if found.rule else ()
        flags += found.flags
        night = opened and _carried_on(opened, dates, times, found.slots)
        if night:
            slots[-1], opened = night[0], None
            asks += night[1]
            continue
        if own_hours.perhaps_own(dates, slots, found.slots):
            asks.append(_ASK_GROUPS)
        slots += found.slots
        opened = _opened(slots, times)
        near = Reference(slots[-1].day.replace(day=1), known=True) if slots else reference
    if any(s.end and not s.start for s in slots) and any(s.start for s in slots):
        asks.append(_ASK_GROUPS)
    slots = sorted(dict.fromkeys(slots), key=in_order)
    return When(tuple(slots), asks=tuple(dict.fromkeys(asks)), flags=tuple(dict.fromkeys(flags)))


_ONLY_A_DAY = re.compile(rf"^\s*{DAY}\s*の?\s*(?:\s\D*)?$")


def _own(slots: list[Slot], again: list[Slot], times: str, near: Reference) -> list[Slot] | None:
    told = _read_cells(WhenWords(again[0].day.isoformat(), "", times), near)
    return None if told.asks else own_hours.with_own(slots, again, told.slots)


def _opened(slots: list[Slot], times: str) -> _Open | None:
    bare = times.rstrip(BETWEEN)
    if not slots or not bare.endswith("~"):
        return None
    between = times[len(bare) :]
    return slots[-1], between.strip(" ") or between[:1]


def _carried_on(
    opened: _Open, dates: str, times: str, ends: tuple[Slot, ...]
) -> tuple[Slot, tuple[str, ...]] | None:
    """「6月5日10:00〜 6月6日」 15:00 goes on: one bare time, and no word or mark before the day.

    Behind a comma or in a new line it may be one more start, and so may a far day.
    """
    start, between = opened
    if len(ends) != 1 or ends[0].end is not None or ends[0].day <= start.day:
        return None
    if times.rstrip(BETWEEN).endswith("~") or not _ONLY_A_DAY.match(dates):
        return None
    near = between == " " and ends[0].day == start.day + timedelta(days=1)
    asks = () if near or not between else (_ASK_GROUPS,)
    return replace(start, end=ends[0].start, last=ends[0].day), asks


_FIRST_DAY = re.compile(r"^(?P<before>[^\d]*(?:\(\d\)\s*)?)(?P<day>\d{1,2}\s*日)")


def _with_month(dates: str, slots: list[Slot]) -> str:
    """「19日」 after 「4月12日」 is in April, or in May when it would lie behind."""
    match = _FIRST_DAY.match(dates)
    if not match or not slots:
        return dates
    day = int(re.sub(r"\D", "", match.group("day")))
    last = slots[-1].day
    month = last.month if day >= last.day else last.month % 12 + 1
    return f"{match.group('before')}{month}月{dates[match.start('day') :]}"


def _text(value: object) -> str:
    return said(value) if isinstance(value, str) else ("" if value is None else str(value))


def _keyed(words: WhenWords, reference: Reference) -> Keyed | None:
    if not isinstance(words.start, str) or "日" not in words.start:
        return None
    titled = _text(words.dates)
    starts = read_keyed(words.start, titled, reference)
    if starts is None:
        return None
    ends = words.end if isinstance(words.end, str) and words.end != words.start else ""
    return with_ends(starts, read_keyed(ends, titled, reference) if said(ends) else None)


def _from_keyed(keyed: Keyed, days: Days) -> When:
    asks = [*keyed.asks, *(days.asks if days.asks == _ASK_EACH else ())]
    named = {*days.singles, *(d for span in days.spans for d in span)}
    if named and not named <= {day for day, _, _ in keyed.items}:
        asks.append("日にちの欄と時刻の欄の日付が合いません。正しい日時を教えてください。")
    slots = tuple(
        Slot(day, session.start, session.end, " ".join(filter(None, (label, session.part))))
        for day, session, label in keyed.items
    )
    return When(slots, asks=tuple(filter(None, asks)), notes=days.notes)


def _keyed_remark(words: WhenWords, days: Days, reference: Reference) -> When | None:
    """「3月29日(金)13時~20時、30日(土)10時~16時」 as a remark is nearer than one pair of columns."""
    remark = remarks.clean(words.remark)
    known = {*days.singles, *(d for span in days.spans for d in span)}
    if "日" not in remark or not known:
        return None
    keyed = read_keyed(remark, "", Reference(min(known), known=True))
    if keyed is None or not {day for day, _, _ in keyed.items} & known:
        return None
    if keyed.asks or {day for day, _, _ in keyed.items} < known:
        return None if len(known) == 1 else _from_keyed(keyed, replace(days, asks=_ASK_EACH))
    return _from_keyed(keyed, days)


def _days(words: WhenWords, reference: Reference) -> Days:
    first = _read(words.dates, reference)
    remark = remarks.clean(words.remark)
    if _text(words.until):
        first = _period(first, _read(words.until, reference))
    if not remark:
        return first
    return remarks.refine(first, remark, reference)


def _read(value: object, reference: Reference) -> Days:
    if isinstance(value, datetime):
        return Days(singles=(value.date(),), marks=(0,))
    if isinstance(value, date):
        return Days(singles=(value,), marks=(0,))
    return (
        read_days(_text(value), reference)
        if _text(value)
        else read_days(str(value or ""), reference)
    )


def _period(first: Days, last: Days) -> Days:
    """Start and end columns together. An end before its start is asked, never turned round."""
    asks = (*first.asks, *last.asks)
    if len(first.singles) != 1 or len(last.singles) != 1:
        ask = () if asks else ("始まりの日と終わりの日を教えてください。",)
        return (
            replace(first, asks=(*asks, *ask))
            if not first.empty
            else replace(last, asks=(*asks, *ask))
        )
    start, stop = first.singles[0], last.singles[0]
    if start == stop:
        return replace(first, asks=asks)
    if stop < start:
        return replace(
            first,
            asks=(
                *asks,
                f"終わりの日（{_long_date(stop)}）が始まりの日（{_long_date(start)}）より前です。正しい日にちを教えてください。",
            ),
        )
    return replace(first, singles=(), marks=(), spans=((start, stop),), asks=asks)


def _long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
