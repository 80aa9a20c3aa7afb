"""The item names of GIF's core data model イベント (2025-03), as JSON: the master export.

One object per date. What we do not know is left out, except for the required items, which then
say 「記載なし」.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from notifier.hubs import Hub
from notifier.listings.contact_words import people_in, phone_in
from notifier.listings.models import Listing, Occurrence, OccurrenceStatus
from notifier.listings.narrowed import EVERYTHING, Narrowed
from notifier.listings.wording import shown_variant
from notifier.taxonomy import ages, themes

CONTENT_TYPE = "application/json"
OUTLET = "open_data"
UNKNOWN = "記載なし"
REQUIRED = (
    "id",
    "eventName",
    "description",
    "eventType",
    "eventUrl",
    "webinarStatus",
    "organizer",
    "targetPerson",
    "feeStatus",
    "contactPointInformation",
)
MODEL = "GIF コアデータモデル イベント（2025-03-25）の項目名による"


def export(
    listings: Sequence[Listing],
    *,
    hub: Hub,
    base_url: str,
    now: datetime,
    narrowed: Narrowed = EVERYTHING,
) -> bytes:
    """``{"model", "publisher", "url", "updatedAt", "events": [...]}``."""
    newest = max((listing.updated_at for listing in listings), default=now)
    document = {
        "model": MODEL,
        "publisher": hub.name,
        "url": f"{base_url}/{hub.slug}/{narrowed.query}",
        "updatedAt": newest.astimezone(hub.zone).isoformat(timespec="seconds"),
        "events": [
            _without_blanks(_event(listing, row, hub, base_url))
            for listing in listings
            for row in listing.occurrences
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def gaps(listings: Sequence[Listing], *, hub: Hub, base_url: str) -> dict[str, int]:
    """The required items that say 「記載なし」 because nobody told us, and on how many dates."""
    events = [
        _event(listing, row, hub, base_url) for listing in listings for row in listing.occurrences
    ]
    unknown = {name: sum(event[name] in ("", UNKNOWN) for event in events) for name in REQUIRED}
    return {name: count for name, count in unknown.items() if count}


def _event(listing: Listing, row: Occurrence, hub: Hub, base_url: str) -> dict[str, Any]:
    address = listing.place_address
    english = shown_variant(listing, "en")
    people = people_in(listing.capacity_text)
    return {
        "id": row.uid,
        "eventName": listing.title,
        "eventNameKana": listing.title_kana,
        "eventNameEn": english.title if english else "",
        "description": listing.body or listing.title,
        "eventType": "、".join(themes.theme_name(key) for key in listing.themes) or UNKNOWN,
        "eventUrl": f"{base_url}/{hub.slug}/events/{listing.id}",
        "keyword": ";".join(themes.theme_name(key) for key in listing.themes),
        "holdingPattern": listing.when_text,
        "location": listing.place_name,
        "locationAddress": {"fullAddress": address} if address else None,
        "webinarStatus": "現地開催のみ" if listing.place_name else UNKNOWN,
        "organizer": listing.organiser or hub.name,
        "targetPerson": listing.audience_text or _ages(listing),
        "feeStatus": _fee_status(listing),
        "contactPointInformation": _contact(listing.contact_public or hub.contact or hub.name),
        "languageCode": "JA",
        "contentsUrl": listing.url,
        "startDateOfPublication": listing.published_at.astimezone(hub.zone).date().isoformat(),
        "capacity": int(people) if people else None,
        "capacityRemark": listing.capacity_text,
        "fee_JPY": listing.fee_yen,
        "feeDescription": listing.fee_text,
        "holdingCondition": listing.weather_text,
        "applicationMethod": listing.apply_text,
        **_times(row, hub),
        **_deadline(listing, hub),
    }


def _contact(words: str) -> dict[str, Any]:
    phone = phone_in(words)
    return {"contactPointName": words} | ({"contactPointPhoneNumber": [phone]} if phone else {})


def _times(row: Occurrence, hub: Hub) -> dict[str, Any]:
    start = row.starts_at.astimezone(hub.zone)
    end = row.ends_at.astimezone(hub.zone) if row.ends_at else None
    is_cancelled = row.status is OccurrenceStatus.CANCELLED
    said = (row.note, f"中止の理由: {row.status_reason}" if is_cancelled else "")
    return {
        "status": "中止" if is_cancelled else "予定",
        "dateOfStart": start.date().isoformat(),
        "dateOfEnd": (end or start).date().isoformat(),
        "startTime": "" if row.all_day else start.strftime("%H:%M"),
        "endTime": "" if row.all_day or end is None else end.strftime("%H:%M"),
        "timeRequired": "" if row.all_day or end is None else _length(end - start),
        "dateTimeDescription": " / ".join(text for text in said if text),
    }


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _deadline(listing: Listing, hub: Hub) -> dict[str, str]:
    if listing.apply_by_at is None:
        return {}
    by = listing.apply_by_at.astimezone(hub.zone)
    return {
        "deadlineDateOfApplication": by.date().isoformat(),
        "applicationDeadlineTime": by.strftime("%H:%M"),
    }


def _ages(listing: Listing) -> str:
    if listing.min_months is None and listing.max_months is None:
        return "どなたでも"
    return ages.say_months(listing.min_months, listing.max_months)


def _fee_status(listing: Listing) -> str:
    if listing.fee_yen is None:
        return UNKNOWN
    return "有料" if listing.fee_yen else "無料"


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
