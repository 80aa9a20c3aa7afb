"""Days joined with sittings: the occurrences, and what does not fit together."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from notifier.intake.reading.dates import Days
from notifier.intake.reading.recurrence import Rule
from notifier.intake.reading.series import lay_out
from notifier.intake.reading.sittings import Sittings
from notifier.intake.reading.times import Session
from notifier.intake.reading.years import Reference

_ASK_TIME = "時刻が書かれていません。何時から何時までですか。"
_ASK_ORDER = "終わりの時刻が始まりの時刻より前になっています。正しい時刻を教えてください。"
_HOLIDAY = "祝日のため、お休みになる場合があります。"


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
    endless: bool = False  # a series without an end; laid out to the end of the fiscal year


def join_up(days: Days, hours: Sittings, reference: Reference, *, start_asked: bool) -> When:
    """``days`` × ``hours``: the occurrences, the rule behind them, and every doubt about both.

    ``start_asked`` tells that there was a place to write the time and it was left empty.
    """
    if any("いつでも" in note or "終日" in note for note in hours.notes):
        days = replace(days, always=True)
    layout = lay_out(days, hours.sessions, reference)
    slots, cross = _cross(days, layout.days, hours.sessions)
    slots = _edges(slots, hours)
    slots += [_long(span, hours.sessions) for span in layout.long_spans]
    asks = [*days.asks, *layout.asks, *hours.asks, *cross]
    over = {(s.start, s.end) for s in hours.sessions if s.overnight}
    slots = [
        replace(s, last=s.day + timedelta(days=1)) if (s.start, s.end) in over else s for s in slots
    ]
    if any(s.start and s.end and not s.last and s.end <= s.start for s in slots):
        slots = [
            replace(s, end=None) if s.start and s.end and not s.last and s.end <= s.start else s
            for s in slots
        ]
        asks.append(_ASK_ORDER)
    if start_asked and not hours.sessions and not hours.unsaid_on_purpose:
        asks.append(_ASK_TIME)
    rule = layout.rule and {**layout.rule, **_rule_times(hours.sessions)}
    note = "、".join(dict.fromkeys((*days.notes, *hours.notes)))
    far = set(layout.doubtful)
    slots = [
        replace(
            s, note=" ".join(filter(None, (s.note, note, _HOLIDAY if s.day in far else "")))[:200]
        )
        for s in slots
    ]
    return When(
        tuple(sorted(slots, key=in_order)),
        rule,
        asks=tuple(dict.fromkeys(asks)),
        flags=days.flags,
        endless=layout.endless,
    )


def in_order(slot: Slot) -> tuple[date, time]:
    """By day, then by hour; without an hour first."""
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
    loose = loose and not days.all_alike
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
