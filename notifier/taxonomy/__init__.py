"""Ages in months, audiences, themes, outlets, set phrases, the fiscal year and the public holidays; pure."""

from notifier.taxonomy import ages, audiences, fiscal, holidays, outlets, themes, wards
from notifier.taxonomy.audiences import AUDIENCES
from notifier.taxonomy.outlets import OUTLETS
from notifier.taxonomy.set_phrases import say_set_phrase
from notifier.taxonomy.themes import SENSITIVE, THEMES

__all__ = [
    "AUDIENCES",
    "OUTLETS",
    "SENSITIVE",
    "THEMES",
    "ages",
    "audiences",
    "fiscal",
    "holidays",
    "outlets",
    "say_set_phrase",
    "themes",
    "wards",
]
