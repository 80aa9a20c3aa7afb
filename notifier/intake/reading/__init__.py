"""What a person would understand from the sender's words. Pure: no database, no clock.

Each reader gives the value, and says when it is not sure; whatever is not read surely is asked.
``compose`` joins them into a ``ListingDraft``; ``read_when`` and ``expand`` serve every source.
"""

from notifier.intake.reading.ages import Audience, read_audience
from notifier.intake.reading.capacity import Capacity, read_capacity
from notifier.intake.reading.compose import compose
from notifier.intake.reading.contacts import Contact, read_contact
from notifier.intake.reading.fees import Fee, read_fee
from notifier.intake.reading.recurrence import Rule, expand
from notifier.intake.reading.slots import Slot, When
from notifier.intake.reading.weekdays import is_holiday
from notifier.intake.reading.when import WhenWords, read_when
from notifier.intake.reading.years import Reference

__all__ = [
    "Audience",
    "Capacity",
    "Contact",
    "Fee",
    "Reference",
    "Rule",
    "Slot",
    "When",
    "WhenWords",
    "compose",
    "expand",
    "is_holiday",
    "read_audience",
    "read_capacity",
    "read_contact",
    "read_fee",
    "read_when",
]
