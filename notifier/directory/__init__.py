"""Groups and their contacts, and places."""

from notifier.directory.models import (
    Contact,
    Group,
    Place,
)

__all__ = [
    "Contact",
    "Group",
    "Place",
]
