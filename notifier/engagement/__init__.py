"""What came back: counts, never people."""

from notifier.engagement.models import (
    LinkTaps,
)

__all__ = [
    "LinkTaps",
]
