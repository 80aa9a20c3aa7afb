"""PDF for print on A4."""

from datetime import datetime

from notifier.editions import typesetting
from notifier.editions.board import Board
from notifier.editions.paper import Paper

SUFFIX = "pdf"
CONTENT_TYPE = typesetting.CONTENT_TYPE

pages = typesetting.pages


def issue(
    paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
) -> bytes:
    """The whole issue on A4. Staff's own Word template (``template``) does not change the PDF."""
    del template
    return typesetting.typeset(paper, folder=folder, at=at, size="a4")
