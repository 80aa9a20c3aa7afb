"""Does an item belong to a reader, and why: one function answers both; pure.

An empty preference of a reader is everything. An item without age or district is for everyone.
Age counts on the day of the occurrence. Cancelled is struck everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notifier.kit.clock import say_date
from notifier.subscribers.wishes import Wishes
from notifier.taxonomy import ages, themes

PREGNANT = "pregnant"
# (in the middle of the sentence, before its end), so that any selection of reasons reads well
_YES: dict[tuple[str, str], tuple[str, str]] = {
    ("district", "fits"): ("{districts}を選んでいて", "{districts}を選んでいる"),
    ("district", "open_item"): (
        "どの地区の方にも向けたお知らせで",
        "どの地区の方にも向けたお知らせな",
    ),
    ("age", "fits"): (
        "お子さん（{age}）が対象の年齢に合い",
        "お子さん（{age}）が対象の年齢に合う",
    ),
    ("age", "unborn"): ("妊娠中の方に向けたお知らせで", "妊娠中の方に向けたお知らせな"),
    ("age", "open_item"): (
        "どの年齢の方にも向けたお知らせで",
        "どの年齢の方にも向けたお知らせな",
    ),
    ("theme", "fits"): ("テーマの{themes}を選んでいて", "テーマの{themes}を選んでいる"),
    ("theme", "open_item"): (
        "どのテーマの方にも向けたお知らせで",
        "どのテーマの方にも向けたお知らせな",
    ),
}
_NO: dict[str, tuple[str, str]] = {
    "cancelled": ("中止になって", "中止になった"),
    "district": ("選んだ地区のお知らせではなく", "選んだ地区のお知らせではない"),
    "age": ("対象の年齢に合うお子さんがおらず", "対象の年齢に合うお子さんがいない"),
    "theme": ("選んだテーマのお知らせではなく", "選んだテーマのお知らせではない"),
}

Question = Literal["cancelled", "district", "age", "theme"]
Cause = Literal["open_wish", "open_item", "fits", "unborn", "misses", "cancelled"]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What matching must know of an item.

    ``on_dates`` are the days of its occurrences the edition is about; for an information item the
    day it reaches people. Ages are in months, both ends included.
    """

    listing_id: int
    district_keys: tuple[str, ...] = ()
    min_months: int | None = None
    max_months: int | None = None
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    on_dates: tuple[date, ...] = ()
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """The answer to one question. ``keys`` are the districts or themes both sides share."""

    question: Question
    cause: Cause
    keys: tuple[str, ...] = ()
    on: date | None = None
    months: int | None = None

    @property
    def is_yes(self) -> bool:
        """Whether this question lets the item through."""
        return self.cause not in ("misses", "cancelled")


@dataclass(frozen=True, slots=True)
class Match:
    """``yes`` when no question says no; ``reasons`` in the order they are asked."""

    yes: bool
    reasons: tuple[Reason, ...]


def match(wishes: Wishes, item: ItemFacts) -> Match:
    """Whether ``item`` is for a reader with ``wishes``, and for which reasons."""
    if item.is_cancelled:
        return Match(yes=False, reasons=(Reason("cancelled", "cancelled"),))
    reasons = (
        _shared("district", wishes.districts, item.district_keys),
        _age(wishes, item),
        _shared("theme", wishes.themes, item.themes),
    )
    return Match(yes=all(reason.is_yes for reason in reasons), reasons=reasons)


def why(wishes: Wishes, item: ItemFacts, *, district_names: Mapping[str, str]) -> str:
    """「なぜ届いたか」 in one sentence; for an item that is not for them, why not."""
    found = match(wishes, item)
    if not found.yes:
        no = [_NO[reason.question] for reason in found.reasons if not reason.is_yes]
        return f"{_join(no)}ので、届きません。"
    if all(reason.cause == "open_wish" for reason in found.reasons):
        return "すべてのお知らせを受け取る設定なので、届きました。"
    yes = []
    for reason in found.reasons:
        if (reason.question, reason.cause) in _YES:
            middle, end = _YES[reason.question, reason.cause]
            said = _said(reason, district_names)
            yes.append((middle.format(**said), end.format(**said)))
    return f"{_join(yes)}ので、届きました。"


def _shared(question: Question, wished: tuple[str, ...], offered: tuple[str, ...]) -> Reason:
    if not wished:
        return Reason(question, "open_wish")
    if not offered:
        return Reason(question, "open_item")
    both = tuple(key for key in wished if key in offered)
    return Reason(question, "fits" if both else "misses", keys=both)


def _age(wishes: Wishes, item: ItemFacts) -> Reason:
    if not wishes.birth_months:
        return Reason("age", "open_wish")
    for day in item.on_dates:
        for birth_month in wishes.birth_months:
            months = ages.months_between(birth_month, day)
            if months < 0 and PREGNANT in item.audiences:
                return Reason("age", "unborn", on=day)
            if _has_ages(item) and _takes(item, months):
                return Reason("age", "fits", on=day, months=months)
    if item.on_dates and (_has_ages(item) or _is_for_expecting_only(item)):
        return Reason("age", "misses")
    return Reason("age", "open_item")


def _has_ages(item: ItemFacts) -> bool:
    return item.min_months is not None or item.max_months is not None


def _is_for_expecting_only(item: ItemFacts) -> bool:
    """「妊娠中の方」 alone is an age too: before birth."""
    return set(item.audiences) == {PREGNANT}


def _takes(item: ItemFacts, months: int) -> bool:
    """A child not yet born fits only where the lower end itself lies before birth."""
    low = 0 if item.min_months is None else item.min_months
    return low <= months and (item.max_months is None or months <= item.max_months)


def _join(parts: list[tuple[str, str]]) -> str:
    """The parts as one clause: all but the last in the form that goes on."""
    return "、".join([middle for middle, _ in parts[:-1]] + [parts[-1][1]])


def _said(reason: Reason, district_names: Mapping[str, str]) -> dict[str, str]:
    """What the words of a reason are filled with."""
    return {
        "districts": "・".join(district_names.get(key, key) for key in reason.keys),
        "themes": "・".join(f"「{themes.theme_name(key)}」" for key in reason.keys),
        "age": _say_age(reason),
    }


def _say_age(reason: Reason) -> str:
    if reason.on is None or reason.months is None:
        return ""
    years, months = divmod(reason.months, 12)
    age = f"{years}歳{months}か月" if years else f"{months}か月"
    return f"{say_date(reason.on)}に{age}"
