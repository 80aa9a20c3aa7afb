"""The facts a translation names in its own words. Pure.

Dates, place and fee are said from the stored facts in every language, yet prose may name them too
(“See you on 5 December”). When such a fact is no longer true, somebody must look at the words again.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from notifier.kit import clock
from notifier.kit.text import half
from notifier.listings.models import Listing, OccurrenceStatus

# No place in here: its name is written in many ways in another script, so prose is taken to name it.
PROSE = ("body", "apply_text", "bring_text", "weather_text")
HALF_DAY = 12
_NUMBER = re.compile(r"\d+")

Forms = tuple[int | str, ...]


def named_facts(
    listing: Listing, words: Mapping[str, str], *, zone: ZoneInfo = clock.TOKYO
) -> list[str]:
    """The facts of ``listing`` that ``words`` (text by field name) may name, sorted.

    Rather one too many than one too few: “10 families” names an event on the 10th.
    """
    said = half(" ".join(words.values())).lower()
    numbers = {int(number) for number in _NUMBER.findall(said)}
    named = {
        key
        for key, forms in _facts(listing, zone)
        if any(form in numbers if isinstance(form, int) else form in said for form in forms)
    }
    if any(words.get(name) for name in PROSE):
        named.add(_place(listing))
    return sorted(named)


def lost_facts(listing: Listing, named: list[str], *, zone: ZoneInfo = clock.TOKYO) -> list[str]:
    """Those of ``named`` that are no longer true of ``listing``."""
    true = {key for key, _ in _facts(listing, zone)} | {_place(listing)}
    return [key for key in named if key not in true]


def _facts(listing: Listing, zone: ZoneInfo) -> Iterator[tuple[str, Forms]]:
    """Each fact that holds, with the forms in which words may name it.

    A weekday and an hour are facts of the whole series: one Tuesday less leaves “every Tuesday” true.
    """
    for row in listing.occurrences:
        if row.status is OccurrenceStatus.SCHEDULED:
            yield from _day("date", row.starts_at, zone)
            if not row.all_day:
                yield from _hour("start", row.starts_at, zone)
                if row.ends_at is not None:
                    yield from _hour("end", row.ends_at, zone)
    if listing.apply_by_at is not None:
        yield from _day("deadline", listing.apply_by_at, zone)
    if listing.fee_yen:
        yield f"fee {listing.fee_yen}", (listing.fee_yen,)


def _day(name: str, moment: datetime, zone: ZoneInfo) -> Iterator[tuple[str, Forms]]:
    day = moment.astimezone(zone).date()
    yield f"{name} {day.isoformat()}", (day.day,)
    key = clock.WEEKDAY_KEYS[day.weekday()]
    letter = clock.WEEKDAYS_JA[day.weekday()]
    yield f"{name} {key}", (key, f"{letter}曜", f"{letter}よう", f"({letter})")


def _hour(name: str, moment: datetime, zone: ZoneInfo) -> Iterator[tuple[str, Forms]]:
    there = moment.astimezone(zone)
    yield f"{name} {there:%H:%M}", (there.hour, there.hour % HALF_DAY or HALF_DAY)


def _place(listing: Listing) -> str:
    return f"place {listing.place_name} {listing.place_address}"
