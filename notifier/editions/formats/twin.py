"""The text twin of the paper: every fact of it as plain lines, for screen readers and copying."""

from datetime import datetime

from notifier.editions.board import Board
from notifier.editions.paper import Paper
from notifier.editions.templating import template as find_template
from notifier.editions.templating import text_file

SUFFIX = "txt"
CONTENT_TYPE = "text/plain; charset=utf-8"


def issue(
    paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
) -> bytes:
    """The whole issue; the hub's Word template and the moment change nothing here."""
    del at, template
    name = folder.rsplit("/", 1)[-1]
    words = find_template(folder, f"{name}.txt").render(paper=paper, head=paper.masthead)
    return text_file(words)


def pages(_data: bytes) -> int | None:
    """Text has no pages."""
    return None
