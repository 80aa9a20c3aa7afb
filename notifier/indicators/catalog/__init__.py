"""The counted figures: one file each, one line here."""

from notifier.indicators.catalog import (
    days_to_publication,
    line_friends,
    listings_by_district,
    submissions_by_source,
    taps_per_edition,
)
from notifier.indicators.figure import Indicator

CATALOG: dict[str, Indicator] = {
    indicator.KEY: indicator
    for indicator in (
        listings_by_district,
        submissions_by_source,
        days_to_publication,
        line_friends,
        taps_per_edition,
    )
}

__all__ = ["CATALOG"]
