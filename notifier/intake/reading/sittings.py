"""Start and end cells put together: which start goes with which end."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from notifier.intake.reading.clocks import typed_time
from notifier.intake.reading.remarks import time_words
from notifier.intake.reading.times import Hours, Session, read_hours

_DAWN = 5
_ASK_ENDS = "終わりの時刻だけのものがあります。それぞれ何時から何時までですか。"


@dataclass(frozen=True, slots=True)
class Sittings:
    """The sittings of one day, remarks, and questions."""

    sessions: tuple[Session, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    first_day: time | None = None
    last_day: time | None = None
    unsaid_on_purpose: bool = False  # a dash: there is no time to say


def read_sittings(start: object, end: object, remark: str) -> Sittings:
    """Sittings out of the start cell, the end cell and the remark beside them."""
    if isinstance(start, str) and start == end:
        end = ""  # one sentence copied into both cells is said once
    first, last = _hours(start), _hours(end)
    said = _without_umbrella(read_hours(time_words(remark))) if remark else Hours()
    sessions, asks = _join(first, last)
    if not sessions and said.sessions and said.sure:
        sessions, asks = said.sessions, []
    elif sessions and _splits(sessions, said):
        sessions = said.sessions
    elif sessions and _contradicts(sessions, said):
        asks.append(
            f"備考に「{remark_note(remark)}」とありますが、時刻の欄と合いません。正しい時刻を教えてください。"
        )
    sessions = _lasting(sessions, first.each_minutes or last.each_minutes or said.each_minutes)
    if len(sessions) > 1 and not all(s.start for s in sessions):
        asks.append(_ASK_ENDS)
    asks += _small_hours(sessions, f"{start} {end} {remark}")
    asks += [ask for hours, cell in ((first, start), (last, end)) for ask in _doubts(hours, cell)]
    told = _worth_a_note(remark, said, used=sessions == said.sessions)
    notes = (*first.notes, *last.notes, *told)
    return Sittings(
        sessions,
        tuple(dict.fromkeys(notes)),
        tuple(dict.fromkeys(asks)),
        first.first_day or last.first_day or said.first_day,
        last.last_day or first.last_day or said.last_day,
        unsaid_on_purpose=_dash(start) or bool(said.notes and said.sure),
    )


def _without_umbrella(hours: Hours) -> Hours:
    """「9:40~15:00、1: 9:40~11:00、2: 13:40~15:00」: the first only frames the others."""
    first, *others = hours.sessions or (Session(),)
    if len(others) < 2 or not first.start or any(not s.start or not s.end for s in others):  # noqa: PLR2004 - a frame holds two
        return hours
    frames = first.start == others[0].start and first.end == others[-1].end
    return replace(hours, sessions=tuple(others)) if frames else hours


def _worth_a_note(remark: str, said: Hours, *, used: bool) -> tuple[str, ...]:
    """A remark that went into the occurrences is not repeated beside each of them."""
    if not remark:
        return ()
    if said.sure and (used or not said.sessions):
        return said.notes
    return (remark_note(remark),)


def remark_note(remark: str) -> str:
    """A remark in one line, short enough to stand beside a date."""
    flat = " ".join(remark.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"  # noqa: PLR2004 - a note, not a body


def _hours(cell: object) -> Hours:
    typed = typed_time(cell)
    if typed is not None:
        return Hours(sessions=(Session(start=typed),))
    return read_hours(cell if isinstance(cell, str) else "")


def _dash(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and not read_hours(cell).sessions


def _join(first: Hours, last: Hours) -> tuple[tuple[Session, ...], list[str]]:
    starts = first.sessions
    if starts and any(s.end for s in starts) and last.sessions:
        return _both_full(starts, last.sessions)
    ends = [s.end or s.start for s in last.sessions]
    if not ends:
        return starts, []
    if not starts:
        return (), ["始まりの時刻を教えてください。"]
    if len(starts) == len(ends):
        return _pairs(starts, last.sessions)
    return starts, ["始まりの時刻と終わりの時刻の数が合いません。それぞれの時刻を教えてください。"]


def _pairs(
    starts: tuple[Session, ...], lasts: tuple[Session, ...]
) -> tuple[tuple[Session, ...], list[str]]:
    marks = [s.mark for s in lasts]
    if any(marks) and marks != [s.mark for s in starts]:
        return starts, ["始まりと終わりの①②が合いません。時刻を教えてください。"]
    pairs = tuple(zip(starts, lasts, strict=True))
    if any(last.end and last.start != start.start for start, last in pairs):
        return starts, ["終わりの時刻の欄に、別の始まりの時刻があります。時刻を教えてください。"]
    return tuple(replace(start, end=last.end or last.start) for start, last in pairs), []


def _both_full(
    starts: tuple[Session, ...], others: tuple[Session, ...]
) -> tuple[tuple[Session, ...], list[str]]:
    """「10:00〜12:00」 as a start: the end cell repeats its end, or holds the next sitting."""
    if [s.end or s.start for s in others] == [s.end for s in starts]:
        return starts, []
    every = (*starts, *others)
    whole = all(s.start and s.end for s in every)
    if whole and all(b.start >= a.end for a, b in pairwise(every) if a.end and b.start):
        return every, []
    return starts, ["始まりの時刻と終わりの時刻が合いません。それぞれの時刻を教えてください。"]


def _splits(sessions: tuple[Session, ...], said: Hours) -> bool:
    """Whether the remark divides the very span of the columns into sittings."""
    if len(sessions) != 1 or len(said.sessions) < 2 or not said.sure:  # noqa: PLR2004 - a division
        return False
    if any(s.start is None or s.end is None for s in said.sessions):
        return False
    return said.sessions[0].start == sessions[0].start and said.sessions[-1].end == sessions[0].end


def _contradicts(sessions: tuple[Session, ...], said: Hours) -> bool:
    """Whether a remark that is nothing but times tells other times than the columns."""
    if not said.sessions or not said.sure or any(not s.start or not s.end for s in said.sessions):
        return False
    return {(s.start, s.end) for s in said.sessions} != {(s.start, s.end) for s in sessions}


def _lasting(sessions: tuple[Session, ...], minutes: int) -> tuple[Session, ...]:
    if not minutes:
        return sessions
    return tuple(s if s.end else replace(s, end=_later(s.start, minutes)) for s in sessions)


def _later(start: time | None, minutes: int) -> time | None:
    if start is None:
        return None
    moment = datetime(2000, 1, 1, start.hour, start.minute) + timedelta(minutes=minutes)  # noqa: DTZ001 - only the clock is used
    return moment.time() if moment.day == 1 else None


def _small_hours(sessions: tuple[Session, ...], words: str) -> list[str]:
    """「1時~3時」 of a childcare group is hardly the night, but only they can say so."""
    found = [s.start for s in sessions if s.start and s.start.hour < _DAWN]
    if not found or "午前" in words or "深夜" in words:
        return []
    return [f"始まりが{found[0]:%-H時%M分}と読めました。午前ですか、午後ですか。"]


def _doubts(hours: Hours, cell: object) -> list[str]:
    if hours.pending:
        return ["時刻は決まりましたか（「調査中」などとなっています）。"]
    if not hours.leftover:
        return []
    flat = remark_note(str(cell))
    return [f"時刻「{flat}」を読み取れませんでした。何時から何時までか、教えてください。"]
