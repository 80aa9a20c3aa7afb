"""Named words in, a ``ListingDraft`` out: the one place where all readers meet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, OccurrenceDraft, Reading
from notifier.intake.reading.ages import say_audience
from notifier.intake.reading.application import say_application
from notifier.intake.reading.contacts import Contact, read_contact
from notifier.intake.reading.none_words import said
from notifier.intake.reading.slots import Slot, When
from notifier.intake.reading.understand import Understood, text_of, understand
from notifier.intake.reading.weather import say_weather
from notifier.intake.reading.years import Reference
from notifier.kit.clock import say_date

_TITLE_LIMIT = 200
_HOW = {"first_come": "先着", "lottery": "抽選"}


def compose(
    cells: Mapping[str, object], *, reference: Reference, zone: ZoneInfo, time_column: bool = False
) -> ListingDraft:
    """The draft a person would make of ``cells`` (field name → the sender's value)."""
    found = understand(cells, reference=reference, time_column=time_column)
    words, when, notes = found.words, found.when, found.notes
    contact = _contact(words)
    return ListingDraft(
        title=_title(words),
        kind="event" if when.dated else "information",
        body="\n".join(filter(None, (said(words["body"]), said(words["remarks"])))),
        organiser=said(words["organiser"]),
        occurrences=tuple(_occurrence(slot, zone) for slot in when.slots),
        when_text=when_text(cells),
        recurrence=when.rule,
        place_name=" ".join(filter(None, (said(words["place"]), said(words["room"])))),
        place_address=said(words["address"]),
        audience_text=said(words["audience"]),
        min_months=found.audience.min_months if found.audience.sure else None,
        max_months=found.audience.max_months if found.audience.sure else None,
        audiences=found.audience.audiences,
        fee_text=found.fee.text,
        fee_yen=found.fee.yen,
        capacity_text=said(words["capacity"]) or found.capacity_words,
        capacity=found.capacity.number,
        capacity_unit=found.capacity.unit,
        apply_text=said(words["apply"]) or notes.apply,
        apply_by_at=_local(found.deadline.moment, zone),
        bring_text=said(words["bring"]) or notes.bring,
        weather_text=said(words["weather"]) or notes.weather,
        url=said(words["url"]) or contact.url,
        contact_public=contact.public,
        contact_private=contact.private,
        external_id=words["external_id"],
        readings=_readings(cells, found),
        questions=found.questions,
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.replace(tzinfo=zone).astimezone(UTC) if moment else None


def when_text(cells: Mapping[str, object]) -> str:
    """The sender's own words about time, cell after cell."""
    first, last = (_shown(cells.get(key)) for key in ("date", "until"))
    clock = [_shown(cells.get(key)) for key in ("start", "end")]
    day = first if first == last or not last else f"{first}~{last}"
    hours = clock[0] if clock[0] == clock[1] or not clock[1] else f"{clock[0]}~{clock[1]}"
    return " ".join(filter(None, (day, hours, _shown(cells.get("when_note")))))


def _shown(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return said(text_of(value))


def _title(words: Mapping[str, str]) -> str:
    title = " ".join(filter(None, (said(words["title"]), said(words["subtitle"]))))
    if not title:
        title = next(
            (line.strip() for line in said(words["body"]).splitlines() if line.strip()), ""
        )
    return " ".join(title.split())[:_TITLE_LIMIT]


def _contact(words: Mapping[str, str]) -> Contact:
    known = " ".join(words[key] for key in ("place", "organiser", "title"))
    parts = [read_contact(words[key], known) for key in ("contact", "phone")]
    hidden = [words[key] for key in ("contact_person", "email") if said(words[key])]
    public = "\n".join(dict.fromkeys(p.public for p in parts if p.public))
    private = " ".join(dict.fromkeys([*(p.private for p in parts if p.private), *hidden]))
    return Contact(public, private, next((p.url for p in parts if p.url), ""))


def _occurrence(slot: Slot, zone: ZoneInfo) -> OccurrenceDraft:
    starts = _moment(slot.day, slot.start or time(), zone)
    last = slot.last or slot.day
    ends = _moment(last, slot.end, zone) if slot.end else None
    if slot.last and ends is None:
        ends = _moment(last, time(), zone)  # all-day: the last day itself
    return OccurrenceDraft(starts, ends, all_day=slot.start is None, note=slot.note)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _readings(cells: Mapping[str, object], found: Understood) -> tuple[Reading, ...]:
    """Each thing we took, beside the words it came from; what is not sure is shown as such."""
    words, when, fee = found.words, found.when, found.fee
    shown = when_text(cells)
    out = [Reading("when", _say_when(when), shown, sure=not when.asks and not when.flags)]
    out += [Reading("when", flag, shown, sure=False) for flag in when.flags]
    if fee.text:
        value = "" if fee.yen is None else str(fee.yen)
        told = " ".join(filter(None, (words["fee"], words["fee_detail"])))
        out.append(Reading("fee", value, told, sure=fee.yen is not None))
    if said(words["audience"]):
        audience = found.audience
        out.append(Reading("audience", say_audience(audience), words["audience"], audience.sure))
    for key in ("district", "theme"):  # names a person knows; the receiver finds their keys
        if said(words[key]):
            out.append(Reading(key, said(words[key]), words[key], sure=False))
    return (*out, *_conditions(found))


def _conditions(found: Understood) -> list[Reading]:
    """Capacity, application, deadline, weather: shown where the words say anything."""
    words, capacity, deadline = found.words, found.capacity, found.deadline
    out = []
    if capacity.number or capacity.how:
        number = f"{capacity.number}{capacity.unit}" if capacity.number else ""
        value = " ".join(filter(None, (_HOW.get(capacity.how, ""), number)))
        told = words["capacity"] or found.capacity_words
        out.append(Reading("capacity", value, told, capacity.sure))
    if said(words["apply"]):
        out.append(_application(found))
    if deadline.on:
        value = (
            f"{say_date(deadline.on)} {deadline.at:%H:%M}" if deadline.at else say_date(deadline.on)
        )
        out.append(Reading("apply_by", value, words["apply"], deadline.sure))
    if say_weather(found.weather):
        told = words["weather"] or found.notes.weather or words["when_note"]
        out.append(Reading("weather", say_weather(found.weather), told, found.weather.sure))
    return out


def _application(found: Understood) -> Reading:
    return Reading(
        "apply", say_application(found.application), found.words["apply"], found.application.sure
    )


def _say_when(when: When) -> str:
    shown = [_say_slot(slot) for slot in when.slots[:6]]
    more = [f"ほか{len(when.slots) - 6}回"] if len(when.slots) > 6 else []  # noqa: PLR2004 - one line
    return "、".join(shown + more)


def _say_slot(slot: Slot) -> str:
    days = " – ".join(say_date(day) for day in (slot.day, slot.last) if day)
    clocks = "–".join(f"{at:%H:%M}" for at in (slot.start, slot.end) if at)
    return f"{days} {clocks}".strip()
