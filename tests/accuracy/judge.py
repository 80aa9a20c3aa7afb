"""One case judged: right, wrong (sure but not what a person understands), or asked needlessly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Literal

from notifier.intake.reading.slots import Slot, When
from notifier.intake.reading.understand import Understood, meaning, understand
from tests.accuracy.cases import Case

Outcome = Literal["right", "wrong", "needless"]
_NEVER_COMPARED = frozenset({"rule", "why", "must_ask", "may_ask", "no_date", "or", "cancelled"})
_MIDNIGHT = time(23, 59)  # how the house keeps 24:00


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case; ``read`` is our reading in the terms of ``expected``."""

    case: Case
    outcome: Outcome
    asked: bool
    read: Mapping[str, Any]


def judge(case: Case) -> Verdict:
    """Read the case's cells and compare."""
    found = understand(case.cells, reference=case.reference)
    read, asked = _READERS[case.kind](case, found)
    return Verdict(case, _outcome(case.expected, read, asked=asked), asked, read)


def _outcome(expected: Mapping[str, Any], read: Mapping[str, Any], *, asked: bool) -> Outcome:
    if expected.get("no_date"):
        return "right" if asked or not read["occurrences"] else "wrong"
    if expected.get("must_ask"):
        return "right" if asked else "wrong"
    if asked:
        return "right" if expected.get("may_ask") else "needless"
    accepted = [expected, *expected.get("or", ())]
    return "right" if any(_equal(one, read) for one in accepted) else "wrong"


def _equal(expected: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    wanted = {key: value for key, value in expected.items() if key not in _NEVER_COMPARED}
    if "occurrences" in wanted or "period" in wanted:
        laid = {_key(one) for one in _laid(wanted)}
        return laid == {_key(one) for one in read["occurrences"]}
    if "min_months" in wanted:
        wanted["min_months"] = wanted["min_months"] or 0  # null and 0 count as the same
    return all(read.get(key) == value for key, value in wanted.items())


def _laid(wanted: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = list(wanted.get("occurrences", ()))
    period = wanted.get("period")
    if not period:
        return found
    extra = list(period.get("extra", ())) + list(wanted.get("extra", ()))
    besides = {*period.get("except", ()), *(one["date"] for one in extra)}
    day, last = date.fromisoformat(period["from"]), date.fromisoformat(period["to"])
    while day <= last:
        if day.isoformat() not in besides:
            found.append(
                {"date": day.isoformat(), "start": period.get("start"), "end": period.get("end")}
            )
        day += timedelta(days=1)
    return found + extra


def _key(one: Mapping[str, Any]) -> tuple[str, str, str, str]:
    end = one.get("end") or ""
    return one["date"], one.get("start") or "", end, one.get("end_date") or one["date"]


def _when(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    when = found.when
    asked = bool(when.asks or when.flags) or found.asked("when") or _cancelled(found)
    slots = [slot for slot in when.slots if not when.endless or _in_month(slot.day, case.month)]
    return {"occurrences": [one for slot in slots for one in _days(slot, when)]}, asked


def _cancelled(found: Understood) -> bool:
    return any(q.field == "title" and "中止" in q.message for q in found.questions)


def _in_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _days(slot: Slot, when: When) -> list[dict[str, Any]]:
    """A period stands for each of its days; who sleeps over has one occurrence with two days."""
    if slot.last and slot.start and slot.end and slot.end <= slot.start:
        one = {"date": slot.day.isoformat(), "start": _clock(slot.start), "end": _clock(slot.end)}
        return [{**one, "end_date": slot.last.isoformat()}]
    besides = set(when.rule.get("except", ())) if when.rule and slot.last else set()
    days = ((slot.last or slot.day) - slot.day).days + 1
    out = []
    for step in range(days):
        day = (slot.day + timedelta(days=step)).isoformat()
        if day not in besides:
            out.append({"date": day, "start": _clock(slot.start), "end": _clock(slot.end)})
    return out


def _clock(at: time | None) -> str | None:
    if at == _MIDNIGHT:
        return "24:00"
    return f"{at:%H:%M}" if at else None


def _ages(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    audience = found.audience
    return {
        "min_months": audience.min_months or 0,
        "max_months": audience.max_months,
        "pregnancy": "pregnant" in audience.audiences,
    }, not audience.sure or found.asked("audience")


def _fee(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    fee = found.fee
    asked = not fee.sure or found.asked("fee")
    return {"yen": fee.yen, "free": fee.free, "unit": fee.unit or None}, asked


def _capacity(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    capacity = found.capacity
    unit = {"家族": "組"}.get(capacity.unit, capacity.unit) or None
    return {"number": capacity.number, "unit": unit, "by": capacity.how or None}, not capacity.sure


def _apply(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    return {"needed": found.application.needed}, not found.application.sure


def _deadline(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    deadline = found.deadline
    return {
        "on": deadline.on.isoformat() if deadline.on else None,
        "at": _clock(deadline.at),
        "opens_on": deadline.opens_on.isoformat() if deadline.opens_on else None,
        "opens_at": _clock(deadline.opens_at),
    }, not deadline.sure or found.asked("when")


def _weather(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del case
    weather = found.weather
    return {
        "light_rain": weather.light_rain,
        "storm": weather.storm,
        "rain_date": weather.rain_on.isoformat() if weather.rain_on else None,
    }, not weather.sure


def _none(case: Case, found: Understood) -> tuple[Mapping[str, Any], bool]:
    del found
    column = case.expected["column"]
    (words,) = case.cells.values()
    means = meaning(column, str(words))
    return {"column": column, "means": means}, means in ("unknown", "unsaid")


_READERS = {
    "when": _when,
    "ages": _ages,
    "fee": _fee,
    "capacity": _capacity,
    "apply": _apply,
    "deadline": _deadline,
    "weather": _weather,
    "none": _none,
}
