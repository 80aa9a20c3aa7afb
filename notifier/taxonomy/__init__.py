"""Ages in months, audiences, themes, the fiscal year and the public holidays; pure, no database."""

from notifier.taxonomy import ages, audiences, fiscal, holidays, themes, wards
from notifier.taxonomy.audiences import AUDIENCES
from notifier.taxonomy.themes import SENSITIVE, THEMES

__all__ = [
    "AUDIENCES",
    "SENSITIVE",
    "THEMES",
    "ages",
    "audiences",
    "fiscal",
    "holidays",
    "themes",
    "wards",
]
