"""Named words in, a ``ListingDraft`` out: the one place where all readers meet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft, OccurrenceDraft, Question, Reading
from notifier.intake.reading import doubts
from notifier.intake.reading.ages import Audience, read_audience, say_audience
from notifier.intake.reading.body import read_body
from notifier.intake.reading.capacity import Capacity, in_body, read_capacity
from notifier.intake.reading.contacts import Contact, read_contact
from notifier.intake.reading.deadline import read_deadline
from notifier.intake.reading.fees import Fee, combine
from notifier.intake.reading.none_words import said
from notifier.intake.reading.when import Slot, When, WhenWords, read_when
from notifier.intake.reading.years import Reference
from notifier.kit.clock import say_date

_TITLE_LIMIT = 200
_TEXT_KEYS = (
    "title", "subtitle", "body", "remarks", "organiser", "place", "room", "address", "audience",
    "fee", "fee_detail", "capacity", "apply", "bring", "weather", "url", "contact", "contact_person",
    "phone", "email", "when_note", "external_id", "status", "district", "theme",
)  # fmt: skip


def compose(
    cells: Mapping[str, object], *, reference: Reference, zone: ZoneInfo, time_column: bool = False
) -> ListingDraft:
    """The draft a person would make of ``cells`` (field name → the sender's value).

    Fields: those of ``_TEXT_KEYS``, ``date``, ``until``, ``start``, ``end``, ``apply_by`` and
    ``apply_by_time``; dates and times may be a sheet's own values.
    """
    words = {key: _text(cells.get(key)) for key in _TEXT_KEYS}
    when = read_when(_when_words(cells, words, time_column=time_column), reference=reference)
    fee = combine(words["fee"], words["fee_detail"])
    audience = read_audience(said(words["audience"]))
    capacity, capacity_words = _capacity(words)
    contact = _contact(words)
    notes = read_body("\n".join((words["body"], words["remarks"])))
    occurrences = tuple(_occurrence(slot, zone) for slot in when.slots)
    questions = _questions(words, when, fee)
    return ListingDraft(
        title=_title(words),
        kind="event" if when.dated else "information",
        body="\n".join(filter(None, (said(words["body"]), said(words["remarks"])))),
        organiser=said(words["organiser"]),
        occurrences=occurrences,
        when_text=when_text(cells),
        recurrence=when.rule,
        place_name=" ".join(filter(None, (said(words["place"]), said(words["room"])))),
        place_address=said(words["address"]),
        audience_text=said(words["audience"]),
        min_months=audience.min_months,
        max_months=audience.max_months,
        audiences=audience.audiences,
        fee_text=fee.text,
        fee_yen=fee.yen,
        capacity_text=said(words["capacity"]) or capacity_words,
        capacity=capacity.number,
        capacity_unit=capacity.unit,
        apply_text=said(words["apply"]) or notes.apply,
        apply_by_at=_deadline(cells, words, when, reference, zone),
        bring_text=said(words["bring"]) or notes.bring,
        weather_text=said(words["weather"]) or notes.weather,
        url=said(words["url"]) or contact.url,
        contact_public=contact.public,
        contact_private=contact.private,
        external_id=words["external_id"],
        readings=_readings(cells, words, when, fee, (audience, capacity)),
        questions=questions,
    )


def _text(value: object) -> str:
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
        start_asked=time_column and not _text(start) and not _text(end),
    )


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
    return said(_text(value))


def _title(words: dict[str, str]) -> str:
    title = " ".join(filter(None, (said(words["title"]), said(words["subtitle"]))))
    if not title:
        title = next(
            (line.strip() for line in said(words["body"]).splitlines() if line.strip()), ""
        )
    return " ".join(title.split())[:_TITLE_LIMIT]


def _capacity(words: dict[str, str]) -> tuple[Capacity, str]:
    found = read_capacity(words["capacity"])
    if said(words["capacity"]):
        return found, ""
    found = read_capacity(words["audience"])
    if found.number and found.unit:
        return found, words["audience"]
    for key in ("audience", "body", "remarks"):
        found, text = in_body(words[key])
        if found.number:
            return found, text
    return Capacity(), ""


def _contact(words: dict[str, str]) -> Contact:
    known = " ".join(words[key] for key in ("place", "organiser", "title"))
    parts = [read_contact(words[key], known) for key in ("contact", "phone")]
    hidden = [words[key] for key in ("contact_person", "email") if said(words[key])]
    public = "\n".join(dict.fromkeys(p.public for p in parts if p.public))
    private = " ".join(dict.fromkeys([*(p.private for p in parts if p.private), *hidden]))
    return Contact(public, private, next((p.url for p in parts if p.url), ""))


def _questions(words: dict[str, str], when: When, fee: Fee) -> tuple[Question, ...]:
    title = [] if said(words["title"]) else [Question("title", "行事の名前を教えてください。")]
    body = "\n".join((words["body"], words["remarks"]))
    found = [
        *title,
        *(Question("when", ask) for ask in when.asks),
        *doubts.pending(words),
        *doubts.cancelled_title(words["title"] + words["status"]),
        *doubts.disagreeing(body, when, fee),
        *doubts.personal(words),
    ]
    return tuple(dict.fromkeys(found))


def _occurrence(slot: Slot, zone: ZoneInfo) -> OccurrenceDraft:
    starts = _moment(slot.day, slot.start or time(), zone)
    last = slot.last or slot.day
    ends = _moment(last, slot.end, zone) if slot.end else None
    if slot.last and ends is None:
        ends = _moment(last, time(), zone)  # all-day: the last day itself
    return OccurrenceDraft(starts, ends, all_day=slot.start is None, note=slot.note)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _deadline(
    cells: Mapping[str, object],
    words: dict[str, str],
    when: When,
    reference: Reference,
    zone: ZoneInfo,
) -> datetime | None:
    last = max((slot.last or slot.day for slot in when.slots), default=None)
    near = Reference(when.slots[0].day.replace(day=1), known=True) if when.slots else reference
    found = read_deadline(
        cells.get("apply_by"), cells.get("apply_by_time"), words["apply"], reference=near
    )
    if found is None or (last and found.date() > last):
        return None
    return found.replace(tzinfo=zone).astimezone(UTC)


def _readings(
    cells: Mapping[str, object],
    words: dict[str, str],
    when: When,
    fee: Fee,
    people: tuple[Audience, Capacity],
) -> tuple[Reading, ...]:
    audience, capacity = people
    found = [
        Reading("when", _say_when(when), when_text(cells), sure=not when.asks and not when.flags)
    ]
    found += [Reading("when", flag, when_text(cells), sure=False) for flag in when.flags]
    if fee.text:
        value = "" if fee.yen is None else str(fee.yen)
        found.append(
            Reading(
                "fee",
                value,
                " ".join(filter(None, (words["fee"], words["fee_detail"]))),
                sure=fee.yen is not None,
            )
        )
    if said(words["audience"]):
        found.append(
            Reading("audience", say_audience(audience), words["audience"], sure=audience.sure)
        )
    for key in ("district", "theme"):  # names a person knows; the receiver finds their keys
        if said(words[key]):
            found.append(Reading(key, said(words[key]), words[key], sure=False))
    if capacity.number:
        found.append(Reading("capacity", f"{capacity.number}{capacity.unit}", words["capacity"]))
    return tuple(found)


def _say_when(when: When) -> str:
    shown = [_say_slot(slot) for slot in when.slots[:6]]
    more = [f"ほか{len(when.slots) - 6}回"] if len(when.slots) > 6 else []  # noqa: PLR2004 - one line
    return "、".join(shown + more)


def _say_slot(slot: Slot) -> str:
    days = " – ".join(say_date(day) for day in (slot.day, slot.last) if day)
    clocks = "–".join(f"{at:%H:%M}" for at in (slot.start, slot.end) if at)
    return f"{days} {clocks}".strip()
