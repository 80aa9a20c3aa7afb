"""Typesetting by Typst: the words travel as JSON, so that no text is ever code.

Typst is imported when it is needed: few processes print.
"""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from notifier.editions.board import Board
from notifier.editions.paper import Paper
from notifier.editions.templating import ROOT
from notifier.kit.fonts import font_folders
from notifier.kit.text import printable

if TYPE_CHECKING:
    import typst

CONTENT_TYPE = "application/pdf"
Typeset = Paper | Board
_PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def typeset(paper: Typeset, *, folder: str, at: datetime, size: str) -> bytes:
    """The file on paper of that size. ``at`` is the moment written into it, so that the same
    content gives the same bytes.
    """
    return compiled(asdict(paper), folder=folder, at=at, inputs={"size": size, **_qrs(paper)})


def compiled(
    words: dict[str, Any], *, folder: str, at: datetime, inputs: Mapping[str, str]
) -> bytes:
    """``templates/<folder>/<its name>.typ`` filled with ``words``, which it finds as "paper"."""
    import typst

    name = folder.rsplit("/", 1)[-1]
    made = typst.compile(
        ROOT / folder / f"{name}.typ",
        root=ROOT / folder,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={
            "paper": printable(json.dumps(words, ensure_ascii=False)),
            **inputs,
        },
        timestamp=int(at.timestamp()),
        pdf_standards=["1.7"],
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """The Japanese font, read once for all issues of this process."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=list(font_folders()))


def pages(data: bytes) -> int | None:
    """How many pages the file has."""
    return len(_PAGES.findall(data)) or None


def _qrs(paper: Typeset) -> dict[str, str]:
    """The code of the hub's page as "qr", those of a board's sheets as "qr0", "qr1" …"""
    sheets = paper.sheets if isinstance(paper, Board) else ()
    urls = {"qr": paper.masthead.calendar_url}
    urls |= {f"qr{index}": sheet.url for index, sheet in enumerate(sheets)}
    return {name: _qr(url) for name, url in urls.items()}


def _qr(url: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    return drawn.getvalue().decode()
