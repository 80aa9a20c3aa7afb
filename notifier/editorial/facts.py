"""What the checks look at and what they say. Plain data, gathered once per page of cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from notifier.intake import ListingDraft
from notifier.listings import Change

Level = Literal["ok", "ask", "stop"]
Verdict = Literal["pass", "fail", "ask", ""]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding as a sentence. ``ok`` is a hint, ``ask`` wants a look, ``stop`` wants mending."""

    key: str
    level: Level
    message: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another case that is likely the same; ``is_exact``: title, place and first date agree."""

    case_id: int
    title: str
    state_name: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """One line of the posting criteria and how this item was judged by it."""

    key: str
    wording: str
    verdict: Verdict = ""


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """Everything a check may look at: the draft, the moment, and what the hub knows.

    ``open_weekdays`` are the hub's own (Monday 0); ``at_hub`` says the item takes place there.
    ``place_known`` is None when no place was given or the hub keeps no list of places yet;
    ``place_said`` is the place as it will be published where the register has another name for it,
    ``place_address`` the register's address where the item says another.
    ``claims_group`` names the known group an unverified sender speaks for, or is empty.
    ``criteria`` are those somebody judged it by.
    ``correction`` is what an open correction would change in its listing; None for any other case.
    """

    draft: ListingDraft
    now: datetime
    zone: ZoneInfo
    open_weekdays: tuple[int, ...] = ()
    at_hub: bool = False
    place_known: bool | None = None
    place_said: str = ""
    place_address: str = ""
    claims_group: str = ""
    duplicates: tuple[Duplicate, ...] = ()
    criteria: tuple[CriterionMark, ...] = ()
    correction: tuple[Change, ...] | None = None


def is_clean(checks: list[Check]) -> bool:
    """Whether nothing needs a person: no ask and no stop."""
    return all(check.level == "ok" for check in checks)
