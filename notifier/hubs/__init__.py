"""A hub and what is settled for it: ward, districts, opening days, sending window, LINE channels.

Settings are changed by key (``change_setting``), each change with a sentence in the trail; secrets
are sealed and never shown again.
"""

from notifier.hubs.change_setting import ALL_KEYS, LINE_KEYS, change_setting, setting_values
from notifier.hubs.create_hub import BadHubError, SlugTakenError, create_hub
from notifier.hubs.models import (
    ChannelPurpose,
    District,
    Hub,
    LineChannel,
    PostingCriterion,
)
from notifier.hubs.queries import (
    LOGIN,
    CallSigner,
    HasLogin,
    HubNotFoundError,
    Login,
    all_hubs,
    call_signers,
    channel_secrets,
    criteria,
    districts,
    find_hub,
    get_hub,
    line_channel,
)
from notifier.hubs.reseal_secrets import reseal_secrets
from notifier.hubs.rest import BadRestDayError, rest, work_again
from notifier.hubs.schedule import (
    PROPOSE_BEFORE,
    BadTimeError,
    next_weekly_slot,
    read_weekly,
    say_weekly,
)
from notifier.hubs.set_criteria import BadCriterionError, CriterionChange, set_criteria
from notifier.hubs.set_districts import BadDistrictsError, read_districts, set_districts
from notifier.hubs.set_line_channel import (
    PURPOSE_NAMES,
    BadChannelError,
    ChannelTakenError,
    set_line_channel,
)
from notifier.hubs.setting_keys import SETTINGS, BadSettingError, Setting
from notifier.hubs.slugs import RESERVED, BadSlugError, check_slug
from notifier.hubs.wards import WARDS

__all__ = [
    "ALL_KEYS",
    "LINE_KEYS",
    "LOGIN",
    "PROPOSE_BEFORE",
    "PURPOSE_NAMES",
    "RESERVED",
    "SETTINGS",
    "WARDS",
    "BadChannelError",
    "BadCriterionError",
    "BadDistrictsError",
    "BadHubError",
    "BadRestDayError",
    "BadSettingError",
    "BadSlugError",
    "BadTimeError",
    "CallSigner",
    "ChannelPurpose",
    "ChannelTakenError",
    "CriterionChange",
    "District",
    "HasLogin",
    "Hub",
    "HubNotFoundError",
    "LineChannel",
    "Login",
    "PostingCriterion",
    "Setting",
    "SlugTakenError",
    "all_hubs",
    "call_signers",
    "change_setting",
    "channel_secrets",
    "check_slug",
    "create_hub",
    "criteria",
    "districts",
    "find_hub",
    "get_hub",
    "line_channel",
    "next_weekly_slot",
    "read_districts",
    "read_weekly",
    "reseal_secrets",
    "rest",
    "say_weekly",
    "set_criteria",
    "set_districts",
    "set_line_channel",
    "setting_values",
    "work_again",
]
