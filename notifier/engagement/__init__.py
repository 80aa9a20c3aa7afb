"""What came back: counts, never people; and opinions, without a name.

Links are shared by all readers of an edition, so a tap tells that somebody looked, not who. Below
twenty nothing is shown but 「20未満」. An opinion walks new → themed → answered → published; what is
published is told on the hub's page and once in an edition.
"""

from notifier.engagement.bring_voices import bring_voices
from notifier.engagement.count_feedback import ANSWERS, count_feedback
from notifier.engagement.count_taps import (
    TappedLink,
    UnknownCodeError,
    count_taps,
    tapped_links,
    target_of,
)
from notifier.engagement.erase_opinions import erase_opinions
from notifier.engagement.hand_in_opinion import (
    BadOpinionError,
    TooManyOpinionsError,
    enter_opinion,
    hand_in_opinion,
)
from notifier.engagement.judge_opinion import (
    StaleOpinionError,
    answer_opinion,
    publish_opinion,
    take_back_opinion,
    theme_opinion,
)
from notifier.engagement.models import FeedbackCount, LinkTaps, Opinion, OpinionState
from notifier.engagement.opinion_words import (
    BODY_LIMIT,
    DID_LIMIT,
    OPINION_THEMES,
    SAID_LIMIT,
    STATE_WORDS,
    WAYS,
    OpinionStateError,
)
from notifier.engagement.pick_voices import (
    MOST_PRINTED,
    NotPublishedError,
    drop_taken_back,
    pick_voices,
)
from notifier.engagement.queries import (
    Feedback,
    Taps,
    feedback,
    find_opinion,
    opinion_counts,
    opinions,
    published_answers,
    taps,
    taps_total,
)
from notifier.engagement.shown import HIDDEN, LEAST_SHOWN, shown

__all__ = [
    "ANSWERS",
    "BODY_LIMIT",
    "DID_LIMIT",
    "HIDDEN",
    "LEAST_SHOWN",
    "MOST_PRINTED",
    "OPINION_THEMES",
    "SAID_LIMIT",
    "STATE_WORDS",
    "WAYS",
    "BadOpinionError",
    "Feedback",
    "FeedbackCount",
    "LinkTaps",
    "NotPublishedError",
    "Opinion",
    "OpinionState",
    "OpinionStateError",
    "StaleOpinionError",
    "TappedLink",
    "Taps",
    "TooManyOpinionsError",
    "UnknownCodeError",
    "answer_opinion",
    "bring_voices",
    "count_feedback",
    "count_taps",
    "drop_taken_back",
    "enter_opinion",
    "erase_opinions",
    "feedback",
    "find_opinion",
    "hand_in_opinion",
    "opinion_counts",
    "opinions",
    "pick_voices",
    "publish_opinion",
    "published_answers",
    "shown",
    "take_back_opinion",
    "tapped_links",
    "taps",
    "taps_total",
    "target_of",
    "theme_opinion",
]
