"""Our reading of an item, line by line, as its sender sees it in LINE. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from notifier.intake.draft import ListingDraft
from notifier.kit.clock import say_date, say_span
from notifier.kit.text import shorten

MOST_DATES = 3
LONGEST_LINE = 200
SHOWN_AFTER = {
    "message": ("title", "when", "place_name", "audience_text", "fee_text", "apply_text"),
    "when_text": ("when",),
    "occurrences": ("when",),
}


def read_lines(draft: ListingDraft, zone: ZoneInfo, *, only: Iterable[str] = ()) -> list[str]:
    """Our reading, line by line, so that a mistake is seen by whoever knows."""
    wanted = tuple(only)
    rows = (
        ("title", "名前", draft.title),
        ("when", "日時", say_when(draft, zone)),
        ("place_name", "場所", draft.place_name),
        ("audience_text", "対象", draft.audience_text),
        ("fee_text", "費用", draft.fee_text),
        ("apply_text", "申込み", draft.apply_text),
    )
    return [
        f"・{label}：{shorten(value, LONGEST_LINE)}"
        for name, label, value in rows
        if value and (not wanted or name in wanted)
    ]


def say_when(draft: ListingDraft, zone: ZoneInfo) -> str:
    """「12月5日(土) 10:00–11:30、ほか3回」."""
    shown = [
        say_date(row.starts_at.astimezone(zone).date())
        if row.all_day
        else say_span(row.starts_at, row.ends_at, zone)
        for row in draft.occurrences[:MOST_DATES]
    ]
    more = len(draft.occurrences) - MOST_DATES
    return "、".join([*shown, *([f"ほか{more}回"] if more > 0 else [])])
