"""The dates of a listing: made with a UID of their own, kept by it through every revision."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from notifier.config import settings
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit import clock
from notifier.kit.errors import NotFoundError
from notifier.listings.models import Listing, Occurrence, OccurrenceStatus
from notifier.listings.recurrence import lay_out, local_day, merge_same_start

REMOVED = "日程が変わりました"


def wanted_dates(draft: ListingDraft, hub: Hub, now: datetime) -> tuple[OccurrenceDraft, ...]:
    """The dates a draft means: those a person saw, else those its rule gives."""
    if draft.kind == "information":
        return ()
    if draft.occurrences or not draft.recurrence:
        return merge_same_start(draft.occurrences)
    today = clock.local(now, hub.zone).date()
    return merge_same_start(lay_out(draft.recurrence, today=today, zone=hub.zone))


def set_dates(
    listing: Listing, wanted: tuple[OccurrenceDraft, ...], *, hub: Hub, now: datetime
) -> None:
    """Make the listing's dates the ``wanted`` ones.

    A date found at the same start keeps its UID, and so does one whose hour moved on its day. A
    coming date that is no longer wanted stays, cancelled, so that calendars strike it; a past one
    is left alone; a date cancelled by a person is not revived by a change of text.
    """
    pairs, fresh, left = _match(listing.occurrences, wanted, hub)
    for row, draft in pairs:
        if row.status is OccurrenceStatus.CANCELLED and not row.is_moved_away:
            continue
        _fill(row, draft, now)
        revive(row)
    for row in left:
        if row.status is OccurrenceStatus.SCHEDULED and not is_past(row, now=now, zone=hub.zone):
            strike(row, reason=REMOVED, moved_away=True, now=now)
    for draft in fresh:
        row = Occurrence(
            hub_id=listing.hub_id,
            uid=_uid(hub, listing.id, len(listing.occurrences) + 1),
            sequence=0,
            status=OccurrenceStatus.SCHEDULED,
        )
        _fill(row, draft, now)
        listing.occurrences.append(row)
    listing.occurrences.sort(key=lambda row: row.starts_at)


def coming(listing: Listing, *, now: datetime, zone: ZoneInfo) -> list[Occurrence]:
    """The dates that are still to take place, or are taking place now."""
    return [
        row
        for row in listing.occurrences
        if row.status is OccurrenceStatus.SCHEDULED and not is_past(row, now=now, zone=zone)
    ]


def is_past(row: Occurrence, *, now: datetime, zone: ZoneInfo) -> bool:
    """Is this date over? One without an end lasts until its day is over."""
    if row.ends_at is not None and not row.all_day:
        return row.ends_at < now
    return local_day(row.ends_at or row.starts_at, zone) < local_day(now, zone)


def find_date(listing: Listing, occurrence_id: int) -> Occurrence:
    """That date of this listing; a date of another one is not found."""
    row = next((row for row in listing.occurrences if row.id == occurrence_id), None)
    if row is None:
        raise NotFoundError("この日程は見つかりません。")
    return row


def strike(row: Occurrence, *, reason: str, now: datetime, moved_away: bool = False) -> None:
    """Cancel one date: it stays visible, struck through, with the reason.

    ``moved_away``: nobody called it off, the dates changed; a later change may bring it back.
    """
    row.status = OccurrenceStatus.CANCELLED
    row.status_reason = reason
    row.is_moved_away = moved_away
    row.cancelled_at = now
    row.updated_at = now
    row.sequence += 1


def revive(row: Occurrence) -> None:
    """A struck date takes place after all."""
    row.status, row.status_reason, row.cancelled_at = OccurrenceStatus.SCHEDULED, "", None
    row.is_moved_away = False
    row.sequence += 1


def _match(
    rows: list[Occurrence], wanted: tuple[OccurrenceDraft, ...], hub: Hub
) -> tuple[list[tuple[Occurrence, OccurrenceDraft]], list[OccurrenceDraft], list[Occurrence]]:
    """(rows with their drafts, drafts that are new, rows nobody wants any more)."""
    by_start = {row.starts_at: row for row in rows}
    pairs = [(by_start[d.starts_at], d) for d in wanted if d.starts_at in by_start]
    kept = {id(row) for row, _ in pairs}
    left = [row for row in rows if id(row) not in kept]
    fresh = []
    for draft in (d for d in wanted if d.starts_at not in by_start):
        moved = next((row for row in left if _same_day(row, draft, hub)), None)
        if moved is None:
            fresh.append(draft)
        else:
            left.remove(moved)
            pairs.append((moved, draft))
    return pairs, fresh, left


def _same_day(row: Occurrence, draft: OccurrenceDraft, hub: Hub) -> bool:
    return row.status is OccurrenceStatus.SCHEDULED and local_day(
        row.starts_at, hub.zone
    ) == local_day(draft.starts_at, hub.zone)


def _fill(row: Occurrence, draft: OccurrenceDraft, now: datetime) -> None:
    row.starts_at = draft.starts_at
    row.ends_at = draft.ends_at
    row.all_day = draft.all_day
    row.note = draft.note
    row.updated_at = now


def _uid(hub: Hub, listing_id: int, number: int) -> str:
    host = urlsplit(settings().base_url).hostname or "notifier"
    return f"{hub.slug}-{listing_id}-{number}@{host}"
