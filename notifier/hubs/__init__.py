"""A hub and what is settled for it: ward, districts, opening days, sending window, LINE channels."""

from notifier.hubs.models import (
    ChannelPurpose,
    District,
    Hub,
    LineChannel,
    PostingCriterion,
)
from notifier.hubs.queries import (
    HubNotFoundError,
    all_hubs,
    channel_secrets,
    criteria,
    districts,
    find_hub,
    get_hub,
    line_channel,
)

__all__ = [
    "ChannelPurpose",
    "District",
    "Hub",
    "HubNotFoundError",
    "LineChannel",
    "PostingCriterion",
    "all_hubs",
    "channel_secrets",
    "criteria",
    "districts",
    "find_hub",
    "get_hub",
    "line_channel",
]
