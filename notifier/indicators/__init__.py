"""What it was good for: figures with definition, date, source and the list behind each."""

from notifier.indicators.models import (
    FigureSnapshot,
    TypedFigure,
)

__all__ = [
    "FigureSnapshot",
    "TypedFigure",
]
