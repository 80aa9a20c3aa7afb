"""A form filled with an item that was sent before: to mend it, or for next month. Pure."""

from calendar import monthrange
from datetime import date

from notifier.hubs import Hub
from notifier.intake import ListingDraft, Submission
from notifier.web.submit.item_form import LIMITS, ROWS

FORM_SOURCES = frozenset({"web_form", "staff_entry"})
ROW_NAMES = tuple(f"{part}_{n}" for n in range(1, ROWS + 1) for part in ("date", "start", "end"))
KEPT_AS_TYPED = frozenset({"contact_private"})  # what is published does not hold it


def fields_of(
    submission: Submission, hub: Hub, *, known: ListingDraft | None = None
) -> dict[str, str]:
    """The boxes of the form: as they were typed, or as we read another kind of arrival.

    ``known`` is the item as the desk knows it now: what was answered or mended since the sending
    stands in its box, so that mending one thing does not take another one back.
    """
    read = _from_draft(submission.draft, hub)
    fields = read
    if submission.source in FORM_SOURCES and "fields" in submission.original:
        fields = {name: str(value) for name, value in submission.original["fields"].items()}
    if known is None:
        return fields
    return _brought_up_to(_from_draft(known, hub), fields, read)


def for_next_month(
    submission: Submission, hub: Hub, *, today: date, known: ListingDraft | None = None
) -> dict[str, str]:
    """The same item a month on, or as many as bring it past ``today`` (last year's series becomes
    the coming month's): each date on the same weekday (第n) of its month.

    Words of a series stay; words that name days go, because they would be last month's.
    """
    draft = known or submission.draft
    fields = _without_rows(fields_of(submission, hub, known=known))
    for name in ("apply_by", "expires_on"):
        fields.pop(name, None)
    if draft.recurrence:
        return fields
    fields.pop("when_text", None)
    return fields | _rows(draft, hub, months=_months_on(draft, hub, today))


def next_month(day: date, months: int = 1) -> date:
    """The same weekday of a later month by its number; a fifth one becomes the last."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    offset = (day.weekday() - first.weekday()) % 7
    number = 1 + offset + 7 * ((day.day - 1) // 7)
    last = monthrange(first.year, first.month)[1]
    return first.replace(day=number if number <= last else number - 7)


def _brought_up_to(
    now: dict[str, str], fields: dict[str, str], read: dict[str, str]
) -> dict[str, str]:
    """``fields`` with every box whose meaning is another ``now`` than when it was ``read``."""
    changed = {name for name in {*now, *read} if now.get(name, "") != read.get(name, "")}
    changed -= KEPT_AS_TYPED
    if changed.intersection(ROW_NAMES):
        fields = _without_rows(fields)
        fields.pop("when_text", None)
        changed.update(ROW_NAMES)
    return fields | {name: now[name] for name in changed if name in now}


def _without_rows(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in ROW_NAMES}


def _from_draft(draft: ListingDraft, hub: Hub) -> dict[str, str]:
    fields = {
        name: str(getattr(draft, name)) for name in LIMITS if name not in {"email", "when_text"}
    }
    fields["kind"] = draft.kind
    fields["districts"] = ";".join(draft.district_keys)
    fields["outlets"] = ";".join(draft.outlets)
    if draft.apply_by_at:
        fields["apply_by"] = draft.apply_by_at.astimezone(hub.zone).date().isoformat()
    if draft.expires_on:
        fields["expires_on"] = draft.expires_on.isoformat()
    if draft.recurrence or len(draft.occurrences) > ROWS:
        return fields | {"when_text": draft.when_text}
    return fields | _rows(draft, hub, months=0)


def _months_on(draft: ListingDraft, hub: Hub, today: date) -> int:
    """The fewest months, one at least, after which its first date is not past."""
    days = [one.starts_at.astimezone(hub.zone).date() for one in draft.occurrences[:ROWS]]
    if not days:
        return 1
    first = min(days)
    between = (today.year - first.year) * 12 + today.month - first.month
    start = max(1, between)
    return start if next_month(first, start) >= today else start + 1


def _rows(draft: ListingDraft, hub: Hub, *, months: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, one in enumerate(draft.occurrences[:ROWS], start=1):
        start = one.starts_at.astimezone(hub.zone)
        day = next_month(start.date(), months) if months else start.date()
        found[f"date_{n}"] = day.isoformat()
        if not one.all_day:
            found[f"start_{n}"] = f"{start:%H:%M}"
            end = one.ends_at.astimezone(hub.zone) if one.ends_at else None
            found[f"end_{n}"] = f"{end:%H:%M}" if end else ""
    return found
