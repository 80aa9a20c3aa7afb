"""The counted figures: one file each, one line here, in the order of the viewpoints ア to キ."""

from notifier.indicators.catalog import (
    active_groups,
    asked_by_field,
    board_sheets,
    copies_by_district,
    copies_left_over,
    corrections_by_groups,
    days_to_answer,
    days_to_publication,
    departures_by_month,
    feedback_by_answer,
    line_friends,
    listings_by_age,
    listings_by_district,
    listings_by_group,
    listings_by_surface,
    listings_by_theme,
    messages_sent,
    opinions_adopted,
    opinions_by_theme,
    places_reached,
    quiet_districts,
    readers_by_channel,
    readers_by_entry,
    rejected_by_reason,
    self_entered,
    senders,
    submissions_by_source,
    taps_per_edition,
)
from notifier.indicators.figure import Indicator

CATALOG: dict[str, Indicator] = {
    indicator.KEY: indicator
    for indicator in (
        listings_by_district,
        quiet_districts,
        listings_by_theme,
        listings_by_age,
        taps_per_edition,
        feedback_by_answer,
        opinions_by_theme,
        line_friends,
        readers_by_channel,
        listings_by_surface,
        messages_sent,
        places_reached,
        copies_by_district,
        board_sheets,
        copies_left_over,
        departures_by_month,
        active_groups,
        listings_by_group,
        days_to_answer,
        readers_by_entry,
        submissions_by_source,
        self_entered,
        days_to_publication,
        rejected_by_reason,
        asked_by_field,
        senders,
        corrections_by_groups,
        opinions_adopted,
    )
}

__all__ = ["CATALOG"]
