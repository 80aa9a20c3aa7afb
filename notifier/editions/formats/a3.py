"""The same PDF on A3, for boards that are read from some steps away."""

from datetime import datetime

from notifier.editions import typesetting
from notifier.editions.board import Board
from notifier.editions.paper import Paper

SUFFIX = "a3.pdf"
CONTENT_TYPE = typesetting.CONTENT_TYPE

pages = typesetting.pages


def issue(
    paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
) -> bytes:
    """The whole issue on A3; the template decides how its letters grow."""
    del template
    return typesetting.typeset(paper, folder=folder, at=at, size="a3")
