"""Dates × times × recurrence: the occurrences a person would read out of the sender's words."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from notifier.intake.reading import remarks
from notifier.intake.reading.dates import Days, read_days
from notifier.intake.reading.keyed import Keyed, read_keyed, with_ends
from notifier.intake.reading.none_words import said
from notifier.intake.reading.recurrence import Rule
from notifier.intake.reading.series import lay_out
from notifier.intake.reading.sittings import Sittings, read_sittings
from notifier.intake.reading.times import Session
from notifier.intake.reading.years import Reference

_ASK_TIME = "時刻が書かれていません。何時から何時までですか。"
_ASK_EACH = ("日ごとの時刻を確かめさせてください。",)
_ASK_ORDER = "終わりの時刻が始まりの時刻より前になっています。正しい時刻を教えてください。"


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


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence in local time. Without ``start`` it is a whole day; ``last`` ends a period."""

    day: date
    start: time | None = None
    end: time | None = None
    note: str = ""
    last: date | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Our reading: occurrences, the rule behind them, and what has to be asked."""

    slots: tuple[Slot, ...] = ()
    rule: Rule | None = None
    dated: bool = True  # False: 随時 and the like, an information item
    asks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def read_when(words: WhenWords, *, reference: Reference) -> When:
    """The occurrences of ``words``; every doubt becomes a question in ``asks``."""
    words = _split_free_text(words)
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
    return _compose(words, days, hours, reference)


def _split_free_text(words: WhenWords) -> WhenWords:
    """「2月23日(日) 10時~11時半」 in one cell is a date and times."""
    if not isinstance(words.dates, str) or _text(words.start) or _text(words.end):
        return words
    date_part, time_part = remarks.split(words.dates)
    return replace(words, dates=date_part, start=time_part) if time_part and date_part else words


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


def _compose(words: WhenWords, days: Days, hours: Sittings, reference: Reference) -> When:
    layout = lay_out(days, hours.sessions, reference)
    slots, cross = _cross(days, layout.days, hours.sessions)
    slots = _edges(slots, hours)
    slots += [_long(span, hours.sessions) for span in layout.long_spans]
    asks = [*days.asks, *layout.asks, *hours.asks, *cross]
    if any(s.start and s.end and not s.last and s.end <= s.start for s in slots):
        slots = [
            replace(s, end=None) if s.start and s.end and s.end <= s.start else s for s in slots
        ]
        asks.append(_ASK_ORDER)
    if words.start_asked and not hours.sessions and not hours.unsaid_on_purpose:
        asks.append(_ASK_TIME)
    rule = layout.rule and {**layout.rule, **_rule_times(hours.sessions)}
    note = "、".join(dict.fromkeys((*days.notes, *hours.notes)))
    slots = [replace(s, note=" ".join(filter(None, (s.note, note)))[:200]) for s in slots]
    return When(
        tuple(sorted(slots, key=_order)), rule, asks=tuple(dict.fromkeys(asks)), flags=days.flags
    )


def _order(slot: Slot) -> tuple[date, time]:
    return slot.day, slot.start or time()


def _rule_times(sessions: tuple[Session, ...]) -> Rule:
    if len(sessions) != 1:
        return {}
    found = {"start_time": sessions[0].start, "end_time": sessions[0].end}
    return {key: f"{at:%H:%M}" for key, at in found.items() if at}


def _cross(
    days: Days, laid: tuple[date, ...], sessions: tuple[Session, ...]
) -> tuple[list[Slot], list[str]]:
    """Days and sittings joined by their ①②, or every sitting on every day."""
    by_mark = {s.mark: s for s in sessions if s.mark}
    marks = [m for m in days.marks if m] if laid == tuple(sorted(days.singles)) else []
    if marks and by_mark:
        if sorted(marks) != sorted(by_mark):
            return [Slot(d) for d in laid], [
                "①②の数が日にちと時刻で合いません。日ごとの時刻を教えてください。"
            ]
        pairs = zip(days.singles, days.marks, strict=True)
        return [Slot(d, by_mark[m].start, by_mark[m].end) for d, m in pairs], []
    loose = (
        len(sessions) > 1 and len(laid) > 1 and not by_mark and not any(s.part for s in sessions)
    )
    ask = ["時刻がいくつかあります。どの日も同じ時刻でよいですか。"] if loose else []
    slots = [Slot(d, s.start, s.end, s.part) for d in laid for s in sessions or (Session(),)]
    return slots, ask


def _edges(slots: list[Slot], hours: Sittings) -> list[Slot]:
    """初日は13:00から, 最終日は15:00まで."""
    if not slots or (hours.first_day is None and hours.last_day is None):
        return slots
    low, high = min(s.day for s in slots), max(s.day for s in slots)
    out = []
    for slot in slots:
        start = hours.first_day if hours.first_day and slot.day == low else slot.start
        end = hours.last_day if hours.last_day and slot.day == high else slot.end
        out.append(replace(slot, start=start, end=end))
    return out


def _long(span: tuple[date, date], sessions: tuple[Session, ...]) -> Slot:
    session = sessions[0] if len(sessions) == 1 else Session()
    return Slot(span[0], session.start, session.end, last=span[1])


def _long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
