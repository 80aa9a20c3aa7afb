"""What somebody hands in to hurt: sheets that would burst a reader, texts that would hang one."""

import io
import time
import zipfile
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from notifier.intake import File, read_form
from notifier.intake.attachments import MAX_SIDE, prepare
from notifier.intake.reading import Reference, WhenWords, read_audience, read_fee, read_when
from notifier.intake.sources.spreadsheet import UnreadableFileError, open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TOKYO = ZoneInfo("Asia/Tokyo")


def book(sheet: str, *, target: str = "worksheets/sheet1.xml") -> bytes:
    """A workbook whose only sheet is this XML, under this name."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="b" Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>',
        f"xl/{target}": sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def sheet(*cells: tuple[str, int], empty: tuple[tuple[str, int], ...] = ()) -> str:
    """A sheet with something in ``cells`` and mere formatting in ``empty``."""
    rows = [
        f'<row r="{r}"><c r="{c}{r}" t="inlineStr"><is><t>x</t></is></c></row>' for c, r in cells
    ]
    rows += [f'<row r="{r}"><c r="{c}{r}" s="1"/></row>' for c, r in empty]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def test_two_far_cells_are_refused_before_a_reader_makes_room_between_them() -> None:
    with pytest.raises(UnreadableFileError, match="離れたセル"):
        open_table("a.xlsx", book(sheet(("A", 1), ("AMX", 900_000))))


def test_a_sheet_under_another_name_is_looked_at_too() -> None:
    far = book(sheet(("A", 1), ("XFD", 1_000_000)), target="worksheets/other.xml")
    with pytest.raises(UnreadableFileError):
        open_table("a.xlsx", far)


def test_mere_formatting_far_below_hurts_nobody() -> None:
    table = open_table("a.xlsx", book(sheet(("A", 1), ("B", 2), empty=(("AMX", 900_000),))))
    assert len(table.rows) == 2


def test_a_part_full_of_unclosed_tags_is_looked_through_once() -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFileError):
        open_table("a.xlsx", book("<worksheet><sheetData>" + "<row " * 40_000))
    assert time.monotonic() - began < 5  # it took half a minute and more


@pytest.mark.parametrize("unit", ["親子1組", "1組", "各回 ", "参加費 "])
def test_a_fee_said_many_times_is_read_at_once(unit: str) -> None:
    began = time.monotonic()
    assert read_fee(unit * 40 + "!").yen is None
    assert time.monotonic() - began < 1


def test_the_loops_of_a_fee_still_read_what_people_write() -> None:
    assert read_fee("親子1組500円").yen == 500
    assert read_fee("参加費 親子1組につき 1,000円").yen == 1000
    assert read_fee("お1人1回300円").yen == 300


def test_a_form_full_of_one_word_is_read_at_once() -> None:
    began = time.monotonic()
    for field in ("body", "when_text", "fee_text", "audience_text", "apply_text"):
        fields = {"title": "a", field: "親子1組" * 500}
        read_form(fields, today=date(2026, 11, 20), zone=TOKYO)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("unit", ["第1\nと", "第1 週 と ", "毎週 月 ・ "])
def test_a_sentence_of_dates_said_many_times_is_read_at_once(unit: str) -> None:
    began = time.monotonic()
    fields = {"title": "a", "when_text": unit * 40 + "!"}
    read_form(fields, today=date(2026, 11, 20), zone=TOKYO)
    assert time.monotonic() - began < 2


def test_a_photo_is_made_small_before_it_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone on its side
    out = io.BytesIO()
    Image.new("RGB", (3000, 1000), "red").save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(prepare(File("a.jpg", out.getvalue())).data)) as kept:
        assert (kept.width, kept.height) == (MAX_SIDE // 3, MAX_SIDE)


@pytest.mark.parametrize(
    "unit",
    ["祝日", "①", "火曜、", "休み月", "、", "雨", "受付10:00", "雨天順延 1月1日", "1・", "午後"],
)
def test_words_of_time_said_many_times_are_read_at_once(unit: str) -> None:
    reference = Reference(date(2026, 4, 1), known=True)
    began = time.process_time()
    for count in (200, 5_000):
        text = (unit * count)[:count]
        read_when(WhenWords(text), reference=reference)
        read_when(WhenWords("4月1日", start=text, remark=text), reference=reference)
        read_audience(text)
    assert time.process_time() - began < 3
