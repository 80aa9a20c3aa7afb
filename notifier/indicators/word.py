"""A plain A4 paper in Word: headings, tables, notes, pictures. python-docx stays behind this."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notifier.kit.text import clean, printable, shorten

WORD_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, FONT_EAST_ASIA = "BIZ UDPGothic", "BIZ UDPゴシック"
NAME_LIMIT = 200


class Word:
    """One paper, written from top to bottom. Text is text: nothing of it becomes a field."""

    def __init__(self, title: str, *, author: str) -> None:
        import docx
        from docx.shared import Mm

        self._made: Any = docx.Document()
        page = self._made.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(15)
        page.top_margin = page.bottom_margin = Mm(14)
        self._set_fonts()
        self._made.core_properties.title = shorten(_plain(title), NAME_LIMIT)
        self._made.core_properties.author = shorten(_plain(author), NAME_LIMIT)
        self._made.add_heading(_plain(title), level=0)

    def heading(self, words: str) -> None:
        """A heading of a part."""
        self._made.add_heading(_plain(words), level=1)

    def small_heading(self, words: str) -> None:
        """A heading inside a part; it stays with what follows."""
        self._made.add_heading(_plain(words), level=2)

    def text(self, words: str) -> None:
        """A paragraph."""
        self._made.add_paragraph(_plain(words))

    def note(self, words: str) -> None:
        """A paragraph in small letters: where a number comes from."""
        from docx.shared import Pt

        run = self._made.add_paragraph().add_run(_plain(words))
        run.font.size = Pt(9)

    def picture(self, data: bytes, *, said: str) -> None:
        """A PNG over the width of the page, with its words for who does not see it."""
        from docx.shared import Mm

        self._made.add_picture(io.BytesIO(data), width=Mm(150))
        shape = self._made.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - no public name for it
        shape.set("descr", _plain(said))

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        numbers_from: int | None = None,
        height: float | None = None,
    ) -> None:
        """A table with its head repeated on every page. ``widths`` and ``height`` in mm.

        Columns from ``numbers_from`` on stand to the right.
        """
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        made = self._made.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
        made.autofit = False
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = Mm(wide)
        cells = made._cells  # noqa: SLF001 - cell by cell through rows is quadratic
        for number, words in enumerate([*heads, *(word for row in rows for word in row)]):
            column = number % len(heads)
            cell = cells[number]
            cell.width = Mm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            run = paragraph.add_run(_plain(words))
            run.bold = number < len(heads)
            if numbers_from is not None and column >= numbers_from:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _repeat(made.rows[0])
        if height is not None:
            for row in list(made.rows)[1:]:
                row.height = Mm(height)
        self._made.add_paragraph().paragraph_format.space_after = 0

    def to_bytes(self, *, at: datetime) -> bytes:
        """The .docx; every part is dated ``at``, so that the same content gives the same bytes."""
        properties = self._made.core_properties
        properties.created = properties.modified = at.replace(tzinfo=None, microsecond=0)
        stored, packed = io.BytesIO(), io.BytesIO()
        self._made.save(stored)
        with zipfile.ZipFile(stored) as before, zipfile.ZipFile(packed, "w") as after:
            for entry in before.infolist():
                dated = zipfile.ZipInfo(entry.filename, at.timetuple()[:6])
                dated.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(dated, before.read(entry))
        return packed.getvalue()

    def _set_fonts(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
            style = self._made.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), FONT_EAST_ASIA)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:ascii"), FONT)
            fonts.set(qn("w:hAnsi"), FONT)


def _plain(words: str) -> str:
    """Words as a document may hold them."""
    return printable(clean(words))


def _repeat(row: Any) -> None:  # noqa: ANN401 - python-docx gives no public names
    """The row stands at the head of every page the table reaches."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - as above
