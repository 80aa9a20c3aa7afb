"""What an issue looks like on each way: LINE messages, plain text, HTML; on paper Word, PDF and a
text twin. Pure.

A piece of a mail or message gives two functions: ``card`` renders one item once for all readers
who get it, and ``issue`` puts the ready cards of one content group together. A piece of ``PAPER``
gives ``issue(paper, *, folder, at, template)``, ``pages(data)``, ``SUFFIX`` and ``CONTENT_TYPE``.
"""

from datetime import datetime
from typing import Protocol

from notifier.editions.board import Board
from notifier.editions.formats import a3, docx, html, line, notice, pdf, text, twin, ward
from notifier.editions.paper import Paper


class PaperFormat(Protocol):
    """A way to put the printed issue into a file."""

    SUFFIX: str
    CONTENT_TYPE: str

    def issue(
        self, paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
    ) -> bytes:
        """The file. ``template`` is the hub's own Word template, when it has one."""

    def pages(self, data: bytes, /) -> int | None:
        """How many pages it has; None when nobody knows yet."""


PAPER: dict[str, PaperFormat] = {
    "docx": docx,
    "pdf": pdf,
    "txt": twin,
    "a3.pdf": a3,
    "ward.txt": ward,
}

__all__ = [
    "PAPER",
    "PaperFormat",
    "a3",
    "docx",
    "html",
    "line",
    "notice",
    "pdf",
    "text",
    "twin",
    "ward",
]
