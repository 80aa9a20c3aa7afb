"""What came back: counts, never people.

Links are shared by all readers of an edition, so a tap tells that somebody looked, not who. Below
twenty nothing is shown but 「20未満」.
"""

from notifier.engagement.count_tap import UnknownCodeError, count_tap, target_of
from notifier.engagement.models import LinkTaps
from notifier.engagement.queries import Taps, taps, taps_total
from notifier.engagement.shown import HIDDEN, LEAST_SHOWN, shown

__all__ = [
    "HIDDEN",
    "LEAST_SHOWN",
    "LinkTaps",
    "Taps",
    "UnknownCodeError",
    "count_tap",
    "shown",
    "taps",
    "taps_total",
    "target_of",
]
