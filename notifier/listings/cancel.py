"""Cancel one date or all that are still to come; nothing disappears, it is struck through."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.text import one_line
from notifier.listings.dates import coming, find_date, is_past, strike
from notifier.listings.models import Listing, ListingStatus, Occurrence, OccurrenceStatus
from notifier.listings.workflow import check_arrow

REASON_LIMIT = 200


class NoReasonError(BadInputError):
    """A cancellation without a reason: parents ask why, and so does the next worker."""


class PastDateError(BadInputError):
    """What is over cannot be cancelled."""


class AlreadyCancelledError(ConflictError):
    """That date is cancelled already."""


def cancel(
    session: Session,
    listing: Listing,
    *,
    occurrence_id: int | None = None,
    reason: str,
    by: Actor,
    now: datetime,
) -> Listing:
    """Cancel one date (``occurrence_id``) or everything that is still to come.

    Each date struck gets sequence + 1 and the reason; when no coming date is left the whole
    listing is cancelled. Errors: NoReasonError, AlreadyCancelledError, NotFoundError (a date of
    another listing), ListingStateError.
    """
    why = one_line(reason)[:REASON_LIMIT]
    if not why:
        raise NoReasonError("中止の理由を入れてください。", field="reason")
    check_arrow(listing.status, ListingStatus.CANCELLED)
    zone = session.get_one(Hub, listing.hub_id).zone
    struck = _to_strike(listing, occurrence_id, now, zone)
    for row in struck:
        strike(row, reason=why, now=now)
    if not coming(listing, now=now, zone=zone):
        listing.status = ListingStatus.CANCELLED
        listing.cancelled_at = now
        listing.status_reason = why
    listing.sequence += 1
    listing.version += 1
    listing.updated_at = now
    session.flush()
    whole = "すべての日程" if listing.occurrences else "掲載"
    what = whole if occurrence_id is None else _day(struck[0], zone)
    audit.write(
        session,
        f"{by.label}が「{listing.title}」の{what}を中止にしました（理由: {why}）。",
        verb="cancel",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
        detail={"occurrence_ids": [row.id for row in struck], "version": listing.version},
    )
    return listing


def _to_strike(
    listing: Listing, occurrence_id: int | None, now: datetime, zone: ZoneInfo
) -> list[Occurrence]:
    if occurrence_id is None:
        return coming(listing, now=now, zone=zone)
    row = find_date(listing, occurrence_id)
    if row.status is OccurrenceStatus.CANCELLED:
        raise AlreadyCancelledError("この日程は、すでに中止になっています。")
    if is_past(row, now=now, zone=zone):
        raise PastDateError("もう終わった日程は、中止にできません。")
    return [row]


def _day(row: Occurrence, zone: ZoneInfo) -> str:
    return clock.say_date(clock.local(row.starts_at, zone).date())
