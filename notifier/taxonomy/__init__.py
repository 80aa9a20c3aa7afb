"""Ages in months, audiences, themes, outlets, the fiscal year and the public holidays; pure, no database."""

from notifier.taxonomy import ages, audiences, fiscal, holidays, outlets, themes, wards
from notifier.taxonomy.audiences import AUDIENCES
from notifier.taxonomy.outlets import OUTLETS
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
    "themes",
    "wards",
]
