"""The newsletter's own Word template, made here so that it can be read and reviewed as text.

Staff receive it as a file, change it in Word and hand it back (``set_word_template``). Fields are
``{{ … }}``; ``{%p … %}`` and ``{%tr … %}`` stand in paragraphs and rows of their own, which vanish.
The font is a UD one that comes with Windows; where it is missing Word takes another.
"""

import io
from functools import lru_cache
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from notifier.editions.words import JA

FONT = "BIZ UDPGothic"
FONT_EAST_ASIA = "BIZ UDPゴシック"
SIZE = Pt(10.5)
GAP = Pt(12)
GRID_COLUMNS = 7
FACTS = (
    ("場所", "place"), ("対象", "audience"), ("定員", "capacity"), ("費用", "fee"), ("申込", "apply"),
    ("持ち物", "bring"), ("天候", "weather"), ("主催", "organiser"), ("問合せ", "contact"),
)  # fmt: skip


EASY_FACTS = (("いつ", "when"), ("どこ", "place"), ("お金", "fee"), ("申しこみ", "apply"))


@lru_cache(maxsize=1)
def word_template() -> bytes:
    """The template as a .docx file."""
    made = docx.Document()
    _page(made.sections[0])
    _fonts(made)
    _head(made)
    _calendar(made)
    made.add_paragraph("{%p if nearby %}")
    made.add_paragraph("近くのひろば・行事", style="Heading 1")
    made.add_paragraph("{%p endif %}")
    _in_columns(made, 2)
    _nearby(made)
    _in_columns(made, 1)
    _news(made)
    _voices(made)
    _easy(made)
    _contact(made)
    _footer(made)
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


def _page(section: Any) -> None:  # noqa: ANN401 - python-docx gives no public names
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(13)
    section.top_margin, section.bottom_margin = Mm(12), Mm(14)
    section.footer_distance = Mm(7)


def _fonts(made: Any) -> None:  # noqa: ANN401 - as above
    for name, size, bold in (
        ("Normal", SIZE, False),
        ("Title", Pt(20), True),
        ("Heading 1", Pt(13), True),
        ("Heading 2", Pt(12), True),
        ("Heading 3", SIZE, True),
    ):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, size, bold
        style.font.italic, style.font.color.rgb = False, None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for attribute in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{attribute}"), FONT)
        fonts.set(qn("w:eastAsia"), FONT_EAST_ASIA)
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.line_spacing = 1.1
    language = made.styles["Normal"].element.get_or_add_rPr()
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), "en-US")  # Japanese here would let numbers break in their middle
    said.set(qn("w:eastAsia"), "ja-JP")
    language.append(said)


def _head(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{{ masthead.kind_name }}　{{ masthead.month }}", style="Title")
    line = made.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.add_run(
        "{{ masthead.hub_name }}{% if masthead.status %}　［{{ masthead.status }}］{% endif %}"
    )
    _if(made, "masthead.greeting", "{{ masthead.greeting }}")
    _if(made, "no_items", "{{ no_items }}")


def _calendar(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{%p if weeks %}")
    made.add_paragraph("カレンダー", style="Heading 1")
    _if(made, "is_dense", "行事の数字は、下の一覧の番号です。")
    _if(made, "legend", "年齢のしるし：{{ legend }}")
    table = made.add_table(rows=4, cols=GRID_COLUMNS, style="Table Grid")
    _narrow_margins(table)
    head, begin, week, end = table.rows
    _repeat_on_each_page(head)
    for index in range(GRID_COLUMNS):
        cell = head.cells[index].paragraphs[0]
        cell.add_run(f"{{{{ weekdays[{index}] }}}}").bold = True
        cell.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _day(week.cells[index], f"week.days[{index}]")
    begin.cells[0].text = "{%tr for week in weeks %}"
    end.cells[0].text = "{%tr endfor %}"
    _keep_whole(week)
    made.add_paragraph("{%p endif %}")


def _day(cell: Any, name: str) -> None:  # noqa: ANN401 - as above
    first = cell.paragraphs[0]
    first.add_run(f"{{% if {name}.number %}}{{{{ {name}.number }}}}{{% endif %}}").bold = True
    first.add_run(f"{{% if {name}.holiday %}} {{{{ {name}.holiday }}}}{{% endif %}}")
    cell.add_paragraph(f"{{%p for one in {name}.entries %}}")
    row = cell.add_paragraph()
    row.alignment = WD_ALIGN_PARAGRAPH.LEFT
    row.add_run("{{ one.number }}").bold = True
    row.add_run(
        " 〔{{ one.mark }}〕 {% if is_dense %}{{ one.time }}{% else %}{{ one.title }}{% endif %}"
    )
    cell.add_paragraph("{%p endfor %}")


def _nearby(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{%p if deadlines %}")
    made.add_paragraph("申込締切のある行事", style="Heading 1")
    made.add_paragraph("{%p for one in deadlines %}")
    made.add_paragraph("{{ one.said }} {{ one.number }}　{{ one.title }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for part in nearby %}")
    made.add_paragraph("{{ part.name }}", style="Heading 2")
    made.add_paragraph("{%p for one in part.listings %}")
    _item(made, "{{ one.number }}　{{ one.title }}〔{{ one.mark }}〕")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")


def _news(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{%p if news %}")
    made.add_paragraph("お知らせ", style="Heading 1")
    made.add_paragraph("{%p for one in news %}")
    _item(made, "{{ one.title }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _voices(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{%p if voices %}")
    made.add_paragraph(JA.voices, style="Heading 1")
    made.add_paragraph("{%p for one in voices %}")
    said = made.add_paragraph()
    said.add_run(f"{JA.you_said}　").bold = True
    said.add_run("{{ one.said }}")
    said.paragraph_format.keep_with_next = True
    did = made.add_paragraph()
    did.add_run(f"→ {JA.we_did}　").bold = True
    did.add_run("{{ one.did }}")
    did.paragraph_format.space_after = Pt(6)
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _easy(made: Any) -> None:  # noqa: ANN401 - as above
    made.add_paragraph("{%p if easy %}")
    made.add_paragraph("やさしい にほんご", style="Heading 1")
    made.add_paragraph(
        "ほかの 予定（よてい）は ホームページの「やさしい日本語（にほんご）」を 見（み）て ください。"
    )
    made.add_paragraph("{%p for one in easy %}")
    made.add_paragraph("{{ one.title }}", style="Heading 3").paragraph_format.keep_with_next = True
    line = made.add_paragraph()
    for name, key in EASY_FACTS:
        line.add_run(f"{{% if one.{key} %}}{name} ").bold = True
        line.add_run(f"{{{{ one.{key} }}}}　{{% endif %}}")
    _if(made, "one.body", "{{ one.body }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _item(made: Any, title: str) -> None:  # noqa: ANN401 - as above
    made.add_paragraph(title, style="Heading 3").paragraph_format.keep_with_next = True
    made.add_paragraph("{%p if one.when %}")
    when = made.add_paragraph()
    when.add_run("{{ '日時' if one.number else '期限' }} ").bold = True
    when.add_run("{{ one.when }}")
    when.paragraph_format.keep_with_next = True
    made.add_paragraph("{%p endif %}")
    _if(made, "one.apply_by", "{{ one.apply_by }}", bold=True)
    facts = made.add_paragraph()
    facts.paragraph_format.keep_together = True
    for label, name in FACTS:
        facts.add_run(f"{{% if one.{name} %}}{label} ").bold = True
        facts.add_run(f"{{{{ one.{name} }}}}　{{% endif %}}")
    _if(made, "one.body", "{{ one.body }}")


def _contact(made: Any) -> None:  # noqa: ANN401 - as above
    gap = made.add_paragraph().paragraph_format  # a table has no space before it
    gap.line_spacing, gap.space_after = GAP, Pt(0)
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    words, picture = table.rows[0].cells
    for column, width in zip(table.columns, (Mm(148), Mm(36)), strict=True):
        column.width = column.cells[0].width = width
    words.paragraphs[0].add_run("{{ masthead.hub_name }}").bold = True
    for condition, text in (
        ("masthead.postal_address", "{{ masthead.postal_address }}"),
        ("masthead.contact", "問合せ {{ masthead.contact }}"),
        ("masthead.open_days", "開館日 {{ masthead.open_days }}"),
    ):
        _if(words, condition, text)
    for text in (
        "ホームページ {{ masthead.calendar_url }}",
        "{{ changes }}",
        "{{ masthead.as_of }}",
    ):
        words.add_paragraph(text)
    picture.paragraphs[0].add_run("{{ qr }}")
    picture.add_paragraph("最新の予定")
    for paragraph in picture.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.0  # more would cut the picture's head
        paragraph.paragraph_format.space_before = Pt(4)
    _keep_whole(table.rows[0])


def _footer(made: Any) -> None:  # noqa: ANN401 - as above
    line = made.sections[0].footer.paragraphs[0]
    line.add_run(
        "{{ masthead.kind_name }} {{ masthead.month }}　{{ masthead.as_of }}　変更の場合あり　"
    )
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()._r  # noqa: SLF001 - fields have no public name
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run.append(part)


def _if(where: Any, condition: str, text: str, *, bold: bool = False) -> None:  # noqa: ANN401 - as above
    where.add_paragraph(f"{{%p if {condition} %}}")
    where.add_paragraph().add_run(text).bold = bold
    where.add_paragraph("{%p endif %}")


def _in_columns(made: Any, count: int) -> None:  # noqa: ANN401 - as above
    """What follows stands in so many columns; Word balances those of a part that ends here."""
    section = made.add_section(WD_SECTION.CONTINUOUS)
    columns = section._sectPr.find(qn("w:cols"))  # noqa: SLF001 - columns have no public name
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "400")


def _repeat_on_each_page(row: Any) -> None:  # noqa: ANN401 - as above
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public name


def _narrow_margins(table: Any) -> None:  # noqa: ANN401 - as above
    """A seventh of the page is narrow: one millimetre beside the words is enough."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - no public name


def _keep_whole(row: Any) -> None:  # noqa: ANN401 - as above
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public name
