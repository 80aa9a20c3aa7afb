"""A hub and what is settled for it: ward, districts, opening days, sending window, LINE channels."""

from notifier.hubs.models import (
    ChannelPurpose,
    District,
    Hub,
    LineChannel,
    PostingCriterion,
)

__all__ = [
    "ChannelPurpose",
    "District",
    "Hub",
    "LineChannel",
    "PostingCriterion",
]
