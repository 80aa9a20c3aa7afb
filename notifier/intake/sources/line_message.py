"""A message in LINE as a draft: what was understood, and what an item cannot start without.

A photo needs no words; the words beside it are read all the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, Question, Reading
from notifier.intake.reading.chat_words import (
    TITLE_LIMIT,
    cells_of,
    holds_several,
    labelled,
    with_days,
)
from notifier.intake.reading.compose import compose
from notifier.intake.reading.doubts import CALLED_OFF
from notifier.intake.reading.plain import plain
from notifier.intake.reading.years import Reference
from notifier.kit import text

KEY = "line_message"
BODY_LIMIT = 5_000
WHOLE = "message"  # the field of an answer that may say everything
# The names a table gives its cells, and the fields of a draft an answer fills.
_FIELDS = {
    "audience": "audience_text",
    "fee": "fee_text",
    "place": "place_name",
    "contact": "contact_public",
    "apply": "apply_text",
    "capacity": "capacity_text",
    "bring": "bring_text",
}
_ASK = {
    "title": "何という行事（お知らせ）ですか。名前を教えてください。",
    "when": "いつですか。日にちと、始まりと終わりの時刻を教えてください。",
    "place_name": "どこで行いますか。会場の名前を教えてください。",
    "audience_text": "だれが対象ですか（例：0歳児とその家族）。",
}
_ASK_ALL = (
    "何のお知らせですか。名前・日にちと時間・場所・対象を、ひとことで構わないので書いてください。"
)
SEVERAL = (
    "行事が2つ以上書かれているようです。1つずつ、名前と日にちを書いて送ってください。"
    "1つの行事なら、その名前を教えてください。"
)
MONTHS = 12
_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?:の|分|号)(?!\d)")
# One tap answers these; they are asked last, and only in the talk.
_ASK_MORE = {
    "fee_text": "参加費はいくらですか。いらないときは「無料」と送ってください。",
    "apply_text": "申込みの方法を教えてください。いらないときは「申込不要」と送ってください。",
}


def calls_off(draft: ListingDraft) -> bool:
    """Whether the words say that something does not take place: nothing to ask back about."""
    return any(one.message == CALLED_OFF for one in draft.questions)


# Questions no 「はい」 answers.
_OPEN_QUESTIONS = frozenset({_ASK_ALL, *_ASK.values(), *_ASK_MORE.values()})


def wants_words(message: str) -> bool:
    """Whether a question asks for a name, a day, a sum, so that a nod is no answer to it."""
    return message in _OPEN_QUESTIONS


def read_message(
    words: str,
    *,
    organiser: str = "",
    places: Sequence[str] = (),
    beside_photo: bool = False,
    today: date,
    zone: ZoneInfo,
) -> ListingDraft:
    """The draft made of ``words``; ``organiser`` is the group the sender speaks for.

    ``beside_photo``: a short line is the name of what the photo shows. ``today`` tells the year of
    dates written without one.
    """
    said = text.clean(words)[:BODY_LIMIT]
    cells: dict[str, object] = dict(
        cells_of(with_days(said, today), places=places, organiser=organiser)
    )
    if not cells.get("title") and beside_photo and len(said) <= TITLE_LIMIT and "\n" not in said:
        cells |= {"title": said, "body": ""}
    is_item = _is_item(cells)
    if not is_item:
        cells = {"body": said}
    if organiser and not cells.get("organiser"):
        cells["organiser"] = organiser
    draft = compose(cells, reference=_reference(said, today), zone=zone)
    if not is_item:
        return replace(
            draft, kind="information", title="", readings=(), questions=(Question(WHOLE, _ASK_ALL),)
        )
    draft = replace(draft, title=draft.title if cells.get("title") else "")
    guessed = [
        Reading(_FIELDS.get(name, name), str(cells[name]), said[:300], sure=False)
        for name in ("title", "place")
        if cells.get(name)
    ]
    asked = tuple(_questions(draft))
    if holds_several(with_days(said, today)):
        asked = (Question("title", SEVERAL), *(one for one in asked if one.field != "title"))
    return replace(draft, readings=(*guessed, *draft.readings), questions=asked)


def _reference(said: str, today: date) -> Reference:
    """「12月の予定」 over days without a month names theirs."""
    named = _OF_MONTH.search(plain(said))
    if named is None or not 1 <= int(named[1]) <= MONTHS:
        return Reference(today)
    month = int(named[1])
    year = today.year + (month < today.month - MONTHS // 2) - (month > today.month + MONTHS // 2)
    return Reference(date(year, month, 1), known=True)


def named_field(words: str) -> tuple[str, str] | None:
    """(field of a draft, its words) where a short message says which field it is about."""
    found = labelled(words)
    name = (
        {"date": "when", "title": "title"}.get(found[0]) or _FIELDS.get(found[0]) if found else ""
    )
    return (name, found[1]) if name and found else None


def photo_draft(*, organiser: str) -> ListingDraft:
    """What is known of a photo that came alone."""
    return ListingDraft(
        kind="information", organiser=organiser, questions=(Question(WHOLE, _ASK_ALL),)
    )


def fill(draft: ListingDraft, words: str, *, today: date, zone: ZoneInfo) -> ListingDraft:
    """``draft`` with what ``words`` say of fields that are still empty; nothing is overwritten."""
    found = read_message(words, beside_photo=not draft.title, today=today, zone=zone)
    empty = ListingDraft()
    values = {
        name: getattr(found, name)
        for name in _FILLED
        if getattr(draft, name) == getattr(empty, name)
        and getattr(found, name) != getattr(empty, name)
    }
    if "occurrences" in values:
        values |= {"kind": found.kind, "when_text": found.when_text}
    if found.body and draft.body and found.body not in draft.body:
        values["body"] = f"{draft.body}\n{found.body}"
    told = tuple(one for one in found.readings if _READ.get(one.field, one.field) in values)
    filled = replace(draft, **values, readings=(*draft.readings, *told))
    asked = {q.field: q for q in (*found.questions, *draft.questions) if q.field not in _APART}
    still = [q for q in asked.values() if q.field not in values and not _is_said(filled, q.field)]
    if "body" in values and draft.title:
        still.append(Question("body", _ADDED))
    return replace(filled, questions=tuple(still))


# Neither is a field to be filled by one more message.
_APART = frozenset({WHOLE, "body"})
_ADDED = (
    "続けて届いたことばを「内容」に書きそえました。日時や会場などの訂正でないか、"
    "載せてよいことばか、確かめてください。"
)
# What a reading is called, and the field that holds it.
_READ = _FIELDS | {"when": "occurrences", "apply_by": "apply_by_at", "weather": "weather_text"}
_FILLED = (
    "title", "body", "occurrences", "recurrence", "place_name", "place_address", "audience_text",
    "min_months", "max_months", "audiences", "fee_text", "fee_yen", "capacity_text", "capacity",
    "capacity_unit", "apply_text", "apply_by_at", "bring_text", "weather_text", "url",
    "contact_public", "contact_private",
)  # fmt: skip


def next_question(draft: ListingDraft, asked: frozenset[str]) -> Question | None:
    """The one thing to ask now; a field is asked once. None when enough is known."""
    by_field: dict[str, Question] = {}
    for one in draft.questions:
        by_field.setdefault(one.field, one)
    by_field.pop("body", None)  # for the desk to look at
    order = [*(name for name in (WHOLE, *_ASK) if name in by_field), *by_field]
    for name in dict.fromkeys(order):
        if name not in asked and not _is_needless(draft, name, asked):
            return by_field[name]
    if WHOLE in asked and not (draft.title or draft.occurrences):
        return None  # no item, or somebody who does not wish to say more
    for one in (*_missing(draft), *_more(draft)):
        if one.field not in asked and not _is_needless(draft, one.field, asked):
            return one
    return None


def _is_needless(draft: ListingDraft, name: str, asked: frozenset[str]) -> bool:
    """A notice without a day has no venue either."""
    return name == "place_name" and draft.kind == "information" and "when" in asked


def _is_item(cells: dict[str, object]) -> bool:
    """A day, or a name with a place, a fee, …: something that can be announced."""
    told = set(cells) - {"body", "url", "contact"}
    return (
        "date" in told
        or ("title" in told and len(told) > 1)
        or ("title" in told and set(cells) <= {"title", "body"})
    )


def _questions(draft: ListingDraft) -> Iterator[Question]:
    for one in draft.questions:
        name = _FIELDS.get(one.field, one.field)
        if name == "when" and not draft.when_text:
            continue
        yield Question(name, one.message if draft.title or name != "title" else _ASK["title"])
    named = {_FIELDS.get(one.field, one.field) for one in draft.questions if one.field != "when"}
    for missing in _missing(draft):
        if missing.field not in named:
            yield missing


def _missing(draft: ListingDraft) -> Iterator[Question]:
    """What, when, where, for whom."""
    for name, message in _ASK.items():
        if not _is_said(draft, name):
            yield Question(name, message)


def _is_said(draft: ListingDraft, name: str) -> bool:
    if name == "when":
        return bool(draft.occurrences or draft.when_text)
    if name == "audience_text":
        return bool(draft.audience_text or draft.min_months is not None or draft.max_months)
    return bool(getattr(draft, name, True))


def _more(draft: ListingDraft) -> Iterator[Question]:
    if draft.kind == "event":
        yield from (
            Question(name, message)
            for name, message in _ASK_MORE.items()
            if not getattr(draft, name)
        )
