"""Word: staff may still change every word. The hub's template, or ours, filled by docxtpl.

The libraries are imported when they are needed: few processes print.
"""

import io
import zipfile
from dataclasses import asdict
from datetime import datetime

from notifier.editions.board import Board
from notifier.editions.paper import Paper
from notifier.editions.word_fields import environment
from notifier.kit.text import printable, shorten

SUFFIX = "docx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QR_SIDE_MM = 27
NAME_LIMIT = 200


def issue(
    paper: Paper | Board, *, folder: str, at: datetime, template: bytes | None = None
) -> bytes:
    """The whole issue in ``template`` (a .docx that passed ``check_template``) or in our own."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    from notifier.editions.word_template import word_template

    del folder
    if not isinstance(paper, Paper):
        raise TypeError("the sheets of a board have no Word file")
    document = DocxTemplate(io.BytesIO(template or word_template()))
    document.init_docx()
    values = _printable(asdict(paper))
    values["qr"] = InlineImage(document, _qr(paper.masthead.calendar_url), height=Mm(QR_SIDE_MM))
    document.render(values, environment(), autoescape=True)
    document.core_properties.title = f"{paper.masthead.kind_name} {paper.masthead.month}"
    document.core_properties.author = printable(shorten(paper.masthead.hub_name, NAME_LIMIT))
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None)
    stored = io.BytesIO()
    document.save(stored)
    return _repacked(stored, at)


def pages(_data: bytes) -> int | None:
    """Only the word processor knows, after its own line breaks."""
    return None


def _repacked(stored: io.BytesIO, at: datetime) -> bytes:
    """The same parts dated ``at``, so that the same content gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(stored) as before, zipfile.ZipFile(packed, "w") as after:
        for entry in before.infolist():
            dated = zipfile.ZipInfo(entry.filename, at.timetuple()[:6])
            dated.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(dated, before.read(entry))
    return packed.getvalue()


def _printable(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a paper is a dictionary")
    return {key: _clean(one) for key, one in value.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return _printable(value)
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _qr(url: str) -> io.BytesIO:
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="png", scale=8, border=2)
    drawn.seek(0)
    return drawn
