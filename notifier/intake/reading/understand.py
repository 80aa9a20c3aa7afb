"""All readers over one item: what each field's words mean, and what has to be asked of the sender.

A reading that is not sure becomes one question for its field; several doubts about one field are
one question with several sentences, so that nobody is asked twice about the same words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from notifier.intake.draft import Question
from notifier.intake.reading import doubts
from notifier.intake.reading.ages import Audience, in_text, read_audience
from notifier.intake.reading.application import (
    Application,
    read_application,
    read_applications,
)
from notifier.intake.reading.body import Said, read_body
from notifier.intake.reading.capacity import Capacity, completed, in_body, in_remark, read_capacity
from notifier.intake.reading.deadline import Deadline, read_deadline
from notifier.intake.reading.fees import Fee, combine, read_fee
from notifier.intake.reading.none_words import no_such_thing, nothing, said
from notifier.intake.reading.slots import When
from notifier.intake.reading.weather import Weather, read_weather
from notifier.intake.reading.when import WhenWords, read_when
from notifier.intake.reading.years import Reference

# 「小学生10人（予約）」, 「定員10名（要申込）」: said beside something else, and meant for the whole
_APPLY_IN_BRACKETS = re.compile(
    r"[(（]\s*((?:要|事前)?(?:申込み?|申し込み|予約)(?:制|要)?)\s*[)）]"
)
Meaning = Literal["none", "free", "not_needed", "unknown", "unsaid", "stated"]
_TEXT_KEYS = (
    "title", "subtitle", "body", "remarks", "organiser", "place", "room", "address", "audience",
    "fee", "fee_detail", "capacity", "apply", "bring", "weather", "url", "contact", "contact_person",
    "phone", "email", "when_note", "external_id", "status", "district", "theme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """One reading per kind, each with its own word on whether it is sure, and the questions."""

    words: Mapping[str, str]
    when: When
    audience: Audience
    fee: Fee
    capacity: Capacity
    capacity_words: str
    application: Application
    deadline: Deadline
    weather: Weather
    notes: Said
    questions: tuple[Question, ...]

    def asked(self, field: str) -> bool:
        """Whether somebody is asked about ``field``."""
        return any(question.field == field for question in self.questions)


def understand(
    cells: Mapping[str, object], *, reference: Reference, time_column: bool = False
) -> Understood:
    """Our reading of ``cells`` (field name → the sender's value), seen from ``reference``.

    Fields: those of ``_TEXT_KEYS``, ``date``, ``until``, ``start``, ``end``, ``apply_by`` and
    ``apply_by_time``; dates and times may be a sheet's own values.
    """
    words = {key: text_of(cells.get(key)) for key in _TEXT_KEYS}
    when = read_when(_when_words(cells, words, time_column=time_column), reference=reference)
    days = _days(when)
    fee = combine(words["fee"], words["fee_detail"])
    audience = _audience(words)
    capacity, capacity_words = _capacity(words)
    notes = read_body("\n".join((words["body"], words["remarks"])))
    weather_words = said(words["weather"]) or "\n".join(
        (words["when_note"], notes.weather, text_of(cells.get("date")))
    )
    by = cells.get("apply_by")
    return Understood(
        words=words,
        when=when,
        audience=audience,
        fee=fee,
        capacity=completed(capacity, _beside(words, by)),
        capacity_words=capacity_words,
        application=_application(words, by, notes),
        deadline=_deadline(cells, words, days, reference),
        weather=read_weather(weather_words, days, _near(days, reference)),
        notes=notes,
        questions=_questions(words, when, audience, fee),
    )


def meaning(column: str, text: str) -> Meaning:
    """What a cell of ``column`` means that may say "nothing": a dash, なし, 0, 不要, 調査中.

    A dash under fee or application may be "none" or "not filled in": that is unsaid, and so is
    a capacity of 0.
    """
    state = nothing(text)
    if state == "pending":
        return "unknown"
    if column == "fee" and read_fee(text).free:
        return "free"
    if column == "capacity" and not read_capacity(text).sure:
        return "unsaid"
    if column in ("fee", "apply") and text.strip() and state and not no_such_thing(text):
        return "unsaid"
    if column == "apply" and read_application(text).needed is False:
        return "not_needed"
    return "none" if state or no_such_thing(text) else "stated"


def text_of(value: object) -> str:
    """A cell as text; a whole number without its ".0"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _when_words(
    cells: Mapping[str, object], words: dict[str, str], *, time_column: bool
) -> WhenWords:
    start, end = cells.get("start", ""), cells.get("end", "")
    return WhenWords(
        dates=cells.get("date", ""),
        until=cells.get("until", ""),
        start=start,
        end=end,
        remark=words["when_note"],
        start_asked=time_column and not text_of(start) and not text_of(end),
    )


def _days(when: When) -> tuple[date, ...]:
    return tuple(sorted({day for slot in when.slots for day in (slot.day, slot.last) if day}))


def _near(days: tuple[date, ...], reference: Reference) -> Reference:
    return Reference(days[0].replace(day=1), known=True) if days else reference


def _audience(words: dict[str, str]) -> Audience:
    """The audience cell; where it says nothing of ages, what title and text say themselves."""
    found = read_audience(words["audience"])
    if not found.sure or found.min_months is not None or found.max_months is not None:
        return found
    told = in_text(words["title"], "\n".join(words[key] for key in ("body", "remarks", "capacity")))
    return found if told is None else replace(told, audiences=told.audiences or found.audiences)


def _beside(words: dict[str, str], by: object) -> str:
    keys = ("apply", "remarks", "body", "audience")
    return "\n".join([*(words[key] for key in keys), by if isinstance(by, str) else ""])


def _application(words: dict[str, str], by: object, notes: Said) -> Application:
    cells = [words["apply"], by if isinstance(by, str) else "", words["capacity"], words["fee"]]
    told = [
        cell for cell in cells[1:] if re.search(r"申|予約|当日|直接|必着|まで|~|不要|から", cell)
    ]
    found = read_applications([cells[0], *told])
    if found.needed is None and found.sure:
        if by and not isinstance(by, str):
            return Application(needed=True)
        bracketed = _APPLY_IN_BRACKETS.findall("\n".join((words["audience"], words["body"])))
        return read_applications([notes.apply or " ".join(bracketed)])
    return found


def _capacity(words: dict[str, str]) -> tuple[Capacity, str]:
    found = read_capacity(words["capacity"])
    if said(words["capacity"]) or no_such_thing(words["capacity"]):
        return found, ""
    found = read_capacity(words["audience"])
    if found.number and found.unit:
        return found, words["audience"]
    for key in ("audience", "body", "remarks"):
        found, text = in_body(words[key])
        if found.number:
            return found, text
    for key in ("remarks", "apply"):
        found, text = in_remark(words[key])
        if found.number:
            return found, text
    return Capacity(), ""


def _deadline(
    cells: Mapping[str, object],
    words: dict[str, str],
    days: tuple[date, ...],
    reference: Reference,
) -> Deadline:
    by, clock = cells.get("apply_by"), cells.get("apply_by_time")
    if isinstance(clock, datetime):
        clock = clock.time()
    if isinstance(clock, time) and not by:
        clock = None
    return read_deadline(
        by,
        clock,
        [words[key] for key in ("apply", "remarks", "body", "when_note")],
        reference=_near(days, reference),
        days=days,
    )


def _questions(
    words: dict[str, str], when: When, audience: Audience, fee: Fee
) -> tuple[Question, ...]:
    title = [] if said(words["title"]) else [Question("title", "行事の名前を教えてください。")]
    body = "\n".join((words["body"], words["remarks"]))
    found = [
        *title,
        *(Question("when", ask) for ask in when.asks),
        *doubts.pending(words),
        *doubts.for_whom(words["audience"], audience),
        *doubts.cancelled_remark(words["remarks"], words["when_note"]),
        *doubts.cancelled_title(words["title"] + words["status"]),
        *doubts.disagreeing(words["title"], body, words["remarks"], when, fee),
        *doubts.personal(words),
    ]
    return tuple(_one_each(found))


def _one_each(found: Iterable[Question]) -> Iterable[Question]:
    by_field: dict[str, list[str]] = {}
    for question in found:
        by_field.setdefault(question.field, []).append(question.message)
    for field, messages in by_field.items():
        yield Question(field, "".join(dict.fromkeys(messages)))
