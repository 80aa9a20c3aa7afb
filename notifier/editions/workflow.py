"""The arrows of an edition's states, and what a due edition may do. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from notifier.editions.models import EditionState as S
from notifier.kit.errors import ConflictError

ARROWS: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.APPROVED, S.HELD}),
    S.APPROVED: frozenset({S.DRAFT, S.DISPATCHING, S.MISSED, S.BLOCKED, S.STOPPED, S.HELD}),
    S.DISPATCHING: frozenset({S.SENT, S.STOPPED, S.BLOCKED, S.HELD}),
    S.BLOCKED: frozenset({S.DRAFT, S.STOPPED, S.HELD}),
    S.MISSED: frozenset({S.DRAFT, S.STOPPED, S.HELD}),
    S.HELD: frozenset({S.DRAFT, S.STOPPED}),
    S.SENT: frozenset(),
    S.STOPPED: frozenset(),
}

STATE_NAMES: dict[S, str] = {
    S.DRAFT: "下書き",
    S.APPROVED: "承認ずみ・送信待ち",
    S.DISPATCHING: "送信中",
    S.SENT: "送信ずみ",
    S.STOPPED: "停止",
    S.BLOCKED: "通数不足などで保留",
    S.MISSED: "送信時刻を過ぎて保留",
    S.HELD: "復元のあとの保留",
}

WINDOW_EDGE = timedelta(minutes=5)

Turn = Literal["dispatching", "missed", "waiting", "early"]


class EditionStateError(ConflictError):
    """The edition is in a state that does not allow this; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When an edition goes, and whether that is its usual time."""

    send_at: datetime
    is_off_schedule: bool


def check_arrow(state: S, to: S) -> None:
    """Refuse a change of state that has no arrow."""
    if to not in ARROWS[state]:
        raise EditionStateError(
            f"この便はいま「{STATE_NAMES[state]}」なので、「{STATE_NAMES[to]}」にはできません。"
            "ページを開き直して、いまの状態を確かめてください。"
        )


def plan_time(
    *,
    slot: datetime | None,
    asked: datetime | None,
    now: datetime,
    undo: timedelta,
    late: timedelta,
) -> Timing:
    """When it goes: the slot (or the time asked for), never before the undo window ended.

    ``slot`` is the usual time on the edition's day, None when that day has none. ``late`` is how
    much after the slot still counts as the usual time.
    """
    earliest = now + undo
    send_at = max(asked or slot or earliest, earliest)
    on_time = slot is not None and slot <= send_at <= slot + late
    return Timing(send_at, is_off_schedule=not on_time)


def turn(
    *,
    send_at: datetime,
    freshness: timedelta,
    waits_for_second: bool,
    is_in_window: bool,
    now: datetime,
) -> Turn:
    """What an approved edition does at ``now``: nothing goes out late by itself, nor at night.

    The minutes after an hour on the window's edge still belong to it.
    """
    if now < send_at:
        return "early"
    if now > send_at + (freshness if is_in_window else min(freshness, WINDOW_EDGE)):
        return "missed"
    return "waiting" if waits_for_second else "dispatching"
