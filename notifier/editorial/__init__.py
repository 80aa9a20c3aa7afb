"""A submission is judged: one case per submission."""

from notifier.editorial.models import (
    Case,
    CaseState,
)

__all__ = [
    "Case",
    "CaseState",
]
