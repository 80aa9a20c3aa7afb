"""An answer patches the field it was asked about, read as if it had stood in the form. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from notifier.intake import (
    WHOLE_MESSAGE,
    ListingDraft,
    Reading,
    fill_from_message,
    has_no_value,
    line_buttons,
    read_form,
    without_ending,
)
from notifier.kit.text import fold

# Fields that are words: the answer is the value.
WORDS = frozenset(
    {
        "title",
        "body",
        "organiser",
        "place_name",
        "place_address",
        "audience_text",
        "fee_text",
        "capacity_text",
        "apply_text",
        "bring_text",
        "weather_text",
        "contact_public",
    }
)
# Of these the ending of a spoken sentence is left out: 「南センターです」.
_SHORT = frozenset({"title", "place_name", "audience_text", "fee_text", "capacity_text"})
_ADDRESS = "\n住所："
# What else we understand from the words of a field.
READ = {
    "audience_text": ("min_months", "max_months", "audiences"),
    "fee_text": ("fee_yen",),
    "capacity_text": ("capacity", "capacity_unit"),
}
_WHEN = frozenset({"when", "when_text", "occurrences"})


def patch(
    draft: ListingDraft, field: str, answer: str, *, today: date, zone: ZoneInfo
) -> ListingDraft:
    """``draft`` with the answer in its field and the question about it closed.

    Ages, amounts and dates are read from the answer by the rules of the form. Dates that are not
    sure only become a reading beside the field: the question stays until a person has put them
    in; so does a 「はい」 or 「わかりません」, which is no place and no fee. An answer is taken once; one that may say everything fills what is still empty.
    """
    reading = Reading(field or "answer", answer, answer, sure=False)
    if not answer or reading in draft.readings:
        return draft
    noted = replace(draft, readings=(*draft.readings, reading))
    if field == WHOLE_MESSAGE:
        return fill_from_message(noted, answer, today=today, zone=zone)
    if field in _WHEN:
        return _with_dates(noted, answer, today, zone)
    if field not in WORDS or has_no_value(answer):
        return noted
    values: dict[str, Any] = {field: without_ending(answer) if field in _SHORT else answer}
    if field == "place_name" and _ADDRESS in answer:  # as a place chosen on the phone's map says it
        name, _, address = answer.partition(_ADDRESS)
        values = {"place_name": name, "place_address": address}
    asked = []
    if field in READ:
        read = read_form({field: answer}, today=today, zone=zone)
        values |= {name: getattr(read, name) for name in READ[field]}
        asked = [question for question in read.questions if question.field == field]
    return _closed(replace(noted, **values), frozenset({field}), *asked)


def _with_dates(draft: ListingDraft, answer: str, today: date, zone: ZoneInfo) -> ListingDraft:
    if fold(answer) == fold(line_buttons.NO_DAY) and not draft.occurrences:
        return _closed(replace(draft, kind="information"), _WHEN)
    before = [one.words for one in draft.readings if one.field in _WHEN and one.words != answer]
    doubts: tuple[Any, ...] = ()
    for words in (answer, *(f"{one} {answer}" for one in before[-1:])):
        read = read_form({"title": draft.title, "when_text": words}, today=today, zone=zone)
        asked = tuple(question for question in read.questions if question.field == "when")
        if read.occurrences and not asked:
            return _dated(draft, read, words)
        doubts = doubts or (asked if read.occurrences else ())
    # 「12月5日」 says the day, not the hour: what is still open is asked, not all of it again.
    return _closed(draft, _WHEN, *doubts) if doubts and not draft.occurrences else draft


def _dated(draft: ListingDraft, read: ListingDraft, answer: str) -> ListingDraft:
    values = {"occurrences": read.occurrences, "recurrence": read.recurrence, "kind": read.kind}
    return _closed(replace(draft, **values, when_text=answer), _WHEN)  # type: ignore[arg-type]


def _closed(draft: ListingDraft, fields: frozenset[str], *asked: Any) -> ListingDraft:  # noqa: ANN401 - questions of the reading
    still = tuple(question for question in draft.questions if question.field not in fields)
    return replace(draft, questions=(*still, *asked))
