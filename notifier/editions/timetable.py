"""The newsletter's dates, counted back from the month it is for over holidays and closed days. Pure.

The order and the lengths are those of a hub that prints for itself (reference "Monthly 通信 cycle"):
groups are called 45 days before, reminded ten days later; items close around the 10th; then the
editorial meeting, three days of drafting, three working days at the ward, proof, print, folding by
the 25th, and the last copy is in its place before the month begins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from notifier.kit.clock import WEEKDAY_KEYS
from notifier.taxonomy import holidays

Standing = Literal["done", "late", "today", "passed", "coming"]
STANDING_NAMES: dict[Standing, str] = {
    "done": "すみました",
    "late": "遅れています",
    "today": "きょうです",
    "passed": "すみましたか",
    "coming": "これからです",
}

CALL_DAYS_BEFORE = 45
REMIND_DAYS_BEFORE = 35
FOLD_DAY = 25
PRINT_DAYS = 2
PROOF_DAYS = 1
WARD_DAYS = 3
DRAFT_DAYS = 3
MEETING_DAYS = 1
SATURDAY_INDEX = 5

IsOpen = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One date of the timetable. ``key`` "draft" and "approve" are seen by the system itself."""

    key: str
    name: str
    due_on: date
    standing: Standing

    @property
    def standing_name(self) -> str:
        """「遅れています」."""
        return STANDING_NAMES[self.standing]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the system knows to be done, and since when; None = not yet. ``offered_on``: given to
    the ward by a review link (who carries a printed pack instead leaves it None).
    """

    drafted_on: date | None = None
    offered_on: date | None = None
    approved_on: date | None = None


def timetable(on: date, *, today: date, open_days: str, seen: Seen) -> tuple[Step, ...]:
    """The steps for the month beginning ``on``, in order, with how each stands ``today``.

    ``open_days`` are the hub's ("tue wed thu fri sat"); the ward works Monday to Friday. Nobody
    works on public holidays and from 29 December to 3 January.
    """
    hub, ward = _hub_days(open_days), _ward_works
    delivered = before(on, 1, hub)
    fold = on_or_before(_day_of_month_before(on, FOLD_DAY), hub)
    print_ = before(fold, PRINT_DAYS, hub)
    proof = before(print_, PROOF_DAYS, hub)
    ward_check = before(proof, WARD_DAYS, ward)
    draft = before(ward_check, DRAFT_DAYS, hub)
    meeting = before(draft, MEETING_DAYS, hub)
    close = before(meeting, 1, hub)
    due = (
        ("call", "団体へ原稿のお願い", on_or_before(on - timedelta(days=CALL_DAYS_BEFORE), hub)),
        (
            "remind",
            "団体へもう一度お願い",
            on_or_before(on - timedelta(days=REMIND_DAYS_BEFORE), hub),
        ),
        ("close", "原稿の締切", close),
        ("meeting", "編集会議", meeting),
        ("draft", "下書きを作る", draft),
        ("ward", "区の確認に出す", ward_check),
        ("approve", "校正と承認（内容の確定）", proof),
        ("print", "印刷", print_),
        ("fold", "折り・仕分け", fold),
        ("deliver", "配り終わり・データ版の公開", delivered),
    )
    return tuple(Step(key, name, day, _standing(key, day, today, seen)) for key, name, day in due)


def late(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps known to be late."""
    return tuple(step for step in steps if step.standing == "late")


def before(day: date, count: int, is_open: IsOpen) -> date:
    """The ``count``-th open day before ``day``."""
    for _ in range(count):
        day = on_or_before(day - timedelta(days=1), is_open)
    return day


def on_or_before(day: date, is_open: IsOpen) -> date:
    """``day`` itself when it is open, else the nearest open day before it."""
    while not is_open(day):
        day -= timedelta(days=1)
    return day


def _hub_days(open_days: str) -> IsOpen:
    """The hub's opening days; a hub that names none is taken to work Monday to Friday."""
    named = {WEEKDAY_KEYS.index(key) for key in open_days.split() if key in WEEKDAY_KEYS}
    weekdays = named or set(range(SATURDAY_INDEX))
    return lambda day: day.weekday() in weekdays and holidays.why_closed(day) is None


def _ward_works(day: date) -> bool:
    return day.weekday() < SATURDAY_INDEX and holidays.why_closed(day) is None


def _day_of_month_before(on: date, day: int) -> date:
    return (on.replace(day=1) - timedelta(days=1)).replace(day=day)


def _standing(key: str, due: date, today: date, seen: Seen) -> Standing:
    is_seen = key in ("draft", "approve")
    done_on = {
        "draft": seen.drafted_on,
        "ward": seen.offered_on,
        "approve": seen.approved_on,
    }.get(key)
    if done_on is not None:
        return "done"
    if due == today:
        return "today"
    if due > today:
        return "coming"
    return "late" if is_seen else "passed"
