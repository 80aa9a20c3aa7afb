"""The web form: what a person typed into its boxes, read as a draft.

Boxes are words first. Dates may stand in rows of their own or in a sentence; whatever is not
sure or not said becomes a question, nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, OccurrenceDraft, Question, Reading
from notifier.intake.reading import body as body_words
from notifier.intake.reading.ages import read_audience, say_audience
from notifier.intake.reading.capacity import read_capacity
from notifier.intake.reading.contacts import personal_in
from notifier.intake.reading.fees import read_fee
from notifier.intake.reading.slots import Slot, When
from notifier.intake.reading.when import WhenWords, read_when
from notifier.intake.reading.years import Reference
from notifier.kit import clock, text

KEY = "web_form"
ROWS = 6
LINES = ("title", "organiser", "place_name", "place_address", "url")
TEXTS = (
    "body",
    "audience_text",
    "fee_text",
    "capacity_text",
    "apply_text",
    "bring_text",
    "weather_text",
    "contact_public",
    "contact_private",
)
SEPARATOR = ";"
_MANY_LIMIT = 10
_LAST_MINUTE = time(23, 59)
_ASK_TIME = "何時から何時までですか。"


@dataclass
class _Notes:
    """What we understood and what we have to ask, while reading."""

    readings: list[Reading] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def read(self, name: str, value: object, words: str, *, sure: bool = True) -> None:
        self.readings.append(Reading(name, str(value), words, sure))

    def ask(self, name: str, message: str) -> None:
        if all(message != asked.message for asked in self.questions):
            self.questions.append(Question(name, message))


def read_form(fields: Mapping[str, str], *, today: date, zone: ZoneInfo) -> ListingDraft:
    """The draft made of the form's boxes.

    Boxes: those of ``LINES`` and ``TEXTS``, ``kind``, ``date_1``/``start_1``/``end_1`` to 6,
    ``when_text``, ``apply_by``, ``expires_on``, and with ``;`` between keys ``districts``,
    ``themes``, ``outlets``. ``today`` tells the year of dates written without one.
    """
    notes = _Notes()
    values: dict[str, Any] = {name: text.one_line(fields.get(name, "")) for name in LINES}
    values |= {name: text.clean(fields.get(name, "")) for name in TEXTS}
    values["when_text"] = text.clean(fields.get("when_text", ""))
    when = _read_when(fields, notes, today)
    information = fields.get("kind") == "information" or not when.dated
    values["kind"] = "information" if information else "event"
    values["occurrences"] = tuple(_occurrence(slot, zone) for slot in when.slots)
    values["recurrence"] = when.rule
    values |= _audience(values["audience_text"], notes)
    values |= _fee(values["fee_text"], notes)
    values |= _capacity(values["capacity_text"])
    values |= _deadlines(fields, notes, zone)
    values |= _keys(fields)
    values |= _from_body(values, when, notes)
    _ask_missing(values, when, notes)
    if personal_in(values["contact_public"]):
        notes.ask(
            "contact_public",
            "公開する問合せ先に、携帯電話の番号かメールアドレスが入っています。載せてよいですか。",
        )
    return ListingDraft(**values, readings=tuple(notes.readings), questions=tuple(notes.questions))


def _read_when(fields: Mapping[str, str], notes: _Notes, today: date) -> When:
    """Rows and sentence together: rows are the dates, a rule in the sentence lays out more."""
    reference = Reference(today)
    rows = [read_when(row, reference=reference) for row in _rows(fields)]
    asks = [ask for row in rows for ask in row.asks]
    slots = tuple(dict.fromkeys(slot for row in rows for slot in row.slots))
    words = text.clean(fields.get("when_text", ""))
    said = read_when(WhenWords(dates=words), reference=reference) if words else When()
    when = _together(slots, said, asks)
    if not slots and any(slot.start is None and slot.last is None for slot in when.slots):
        asks.append(_ASK_TIME)
    for ask in dict.fromkeys((*asks, *said.asks)):
        notes.ask("when", ask)
    for slot in when.slots[:_MANY_LIMIT]:
        notes.read("when", _say(slot), words or slot.day.isoformat(), sure=not when.asks)
    return when


def _rows(fields: Mapping[str, str]) -> list[WhenWords]:
    found = []
    for number in range(1, ROWS + 1):
        day, start, end = (
            text.clean(fields.get(f"{part}_{number}", "")) for part in ("date", "start", "end")
        )
        if day or start or end:
            found.append(WhenWords(dates=day, start=start, end=end, start_asked=True))
    return found


def _together(slots: tuple[Slot, ...], said: When, asks: list[str]) -> When:
    if not slots:
        return said
    if not said.slots:
        return replace(said, slots=slots, dated=True)
    days = {slot.day for slot in said.slots}
    if said.rule and {slot.day for slot in slots} <= days:
        first = min(slots, key=lambda slot: slot.day)
        laid = (slot for slot in said.slots if slot.day >= first.day)
        return replace(
            said,
            rule={**said.rule, "from": first.day.isoformat()},
            slots=tuple(
                slot if slot.start else replace(slot, start=first.start, end=first.end)
                for slot in laid
            ),
        )
    if {slot.day for slot in slots} != days:
        asks.append(
            "日にちの欄と「日時のことば」で、日にちが合いません。どちらが正しいか教えてください。"
        )
    return replace(said, slots=slots, rule=None)


def _occurrence(slot: Slot, zone: ZoneInfo) -> OccurrenceDraft:
    starts_at = clock.at(slot.day, slot.start or time(), zone)
    return OccurrenceDraft(starts_at, _end(slot, starts_at, zone), slot.start is None, slot.note)


def _end(slot: Slot, starts_at: datetime, zone: ZoneInfo) -> datetime | None:
    if slot.end is None:
        return clock.at(slot.last, time(), zone) if slot.last else None  # the last day itself
    ends_at = clock.at(slot.last or slot.day, slot.end, zone)
    return ends_at if ends_at > starts_at else ends_at + timedelta(days=1)


def _say(slot: Slot) -> str:
    clocks = "–".join(f"{at:%H:%M}" for at in (slot.start, slot.end) if at)
    return f"{clock.say_date(slot.day)} {clocks}".strip()


def _audience(words: str, notes: _Notes) -> dict[str, Any]:
    if not words:
        return {}
    found = read_audience(words)
    notes.read("audience_text", say_audience(found), words, sure=found.sure)
    if not found.sure:
        notes.ask("audience_text", f"対象「{words[:60]}」は、何歳から何歳までですか。")
    return {
        "min_months": found.min_months,
        "max_months": found.max_months,
        "audiences": tuple(found.audiences),
    }


def _fee(words: str, notes: _Notes) -> dict[str, Any]:
    found = read_fee(words)
    if words:
        notes.read("fee_text", "" if found.yen is None else found.yen, words)
    if found.pending:
        notes.ask("fee_text", "費用はいくらですか（まだ決まっていないようです）。")
    return {"fee_text": found.text, "fee_yen": found.yen}


def _capacity(words: str) -> dict[str, Any]:
    found = read_capacity(words)
    return {"capacity": found.number, "capacity_unit": found.unit}


def _deadlines(fields: Mapping[str, str], notes: _Notes, zone: ZoneInfo) -> dict[str, Any]:
    by, until = _day(fields, "apply_by", notes), _day(fields, "expires_on", notes)
    return {
        "apply_by_at": clock.at(by, _LAST_MINUTE, zone) if by else None,
        "expires_on": until,
    }


def _day(fields: Mapping[str, str], name: str, notes: _Notes) -> date | None:
    words = text.half(fields.get(name, ""))
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        notes.ask(name, f"「{words[:40]}」を日にちとして読めませんでした。何月何日ですか。")
        return None


def _keys(fields: Mapping[str, str]) -> dict[str, Any]:
    def keys(name: str) -> tuple[str, ...]:
        return tuple(key for key in fields.get(name, "").split(SEPARATOR) if key)

    found = {"district_keys": keys("districts"), "themes": keys("themes")}
    return found | ({"outlets": keys("outlets")} if "outlets" in fields else {})


def _from_body(values: dict[str, Any], when: When, notes: _Notes) -> dict[str, Any]:
    """What the running text says of things whose own box stayed empty, and stale dates in it."""
    said = body_words.read_body(values["body"])
    found: dict[str, Any] = {}
    for name, words in (
        ("bring_text", said.bring),
        ("weather_text", said.weather),
        ("apply_text", said.apply),
    ):
        if words and not values[name]:
            found[name] = words
            notes.read(name, words, words)
    days = tuple(slot.day for slot in when.slots)
    starts = tuple(slot.start for slot in when.slots if slot.start)
    ends = tuple(slot.end for slot in when.slots if slot.end)
    for ask in body_words.stale(values["body"], days, starts, ends):
        notes.ask("body", ask)
    return found


def _ask_missing(values: dict[str, Any], when: When, notes: _Notes) -> None:
    """The four things an item cannot start without: what, when, where, for whom."""
    if not values["title"]:
        notes.ask("title", "行事やお知らせの名前を教えてください。")
    if values["kind"] == "event" and not when.slots and not when.asks:
        notes.ask("when", "いつですか。日にちと、始まりと終わりの時刻を教えてください。")
    if values["kind"] == "event" and not values["place_name"]:
        notes.ask("place_name", "どこで行いますか。会場の名前を教えてください。")
    if not values["audience_text"]:
        notes.ask("audience_text", "だれが対象ですか（例：0歳児とその家族）。")
