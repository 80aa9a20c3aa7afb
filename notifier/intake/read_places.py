"""A table of places of distribution (配布先) as hubs keep it: which cell says what. Pure."""

from collections.abc import Mapping, Sequence

from notifier.directory import DistributionFacts, PlaceRow
from notifier.intake.tables import Table, shown
from notifier.kit.errors import BadInputError
from notifier.kit.text import half, one_line

# The headings people use, the most telling first.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("配布先", "配架先", "施設名", "名称", "名前", "設置場所", "場所"),
    "copies": ("部数", "枚数", "冊数"),
    "address": ("住所", "所在地"),
    "district": ("地区", "エリア"),
    "contact": ("連絡先", "電話", "TEL", "担当"),
    "note": ("メモ", "備考"),
}
MOST_DIGITS = 6


class NoPlacesError(BadInputError):
    """No row of the file names places and copies."""


def read_places(table: Table, districts: Mapping[str, str]) -> list[PlaceRow]:
    """A row per place below the headings; what cannot be read is said in the row.

    ``districts`` are the hub's, {name: key}. Raises ``NoPlacesError`` without both headings.
    """
    cells = [[one_line(shown(cell)) for cell in row] for row in table.rows]
    for number, row in enumerate(cells):
        columns = _columns(row)
        if "name" in columns and "copies" in columns:
            below = enumerate(cells[number + 1 :], start=number + 2)
            return [
                _row(at, one, columns, districts)
                for at, one in below
                if _cell(one, columns, "name")
            ]
    raise NoPlacesError(
        "見出しの行が見つかりません。「配布先」（または施設名）と「部数」の列がある表をお使いください。",
        field="file",
    )


def _columns(row: Sequence[str]) -> dict[str, int]:
    """{what: the column whose heading names it}; each column is taken once."""
    found: dict[str, int] = {}
    for what, headings in HEADINGS.items():
        for heading in headings:
            at = next(
                (
                    n
                    for n, c in enumerate(row)
                    if heading in c.replace(" ", "") and n not in found.values()
                ),
                None,
            )
            if at is not None:
                found[what] = at
                break
    return found


def _row(
    number: int, row: Sequence[str], columns: dict[str, int], districts: Mapping[str, str]
) -> PlaceRow:
    name, copies = _cell(row, columns, "name"), _cell(row, columns, "copies")
    plain = half(copies).replace(",", "").removesuffix("部").strip()
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > MOST_DIGITS:
        return PlaceRow(number, None, f"「{name}」の部数を数として読めません（{copies or '空'}）。")
    district = _cell(row, columns, "district")
    if district and district not in districts:
        return PlaceRow(number, None, f"「{name}」の地区「{district}」は、この拠点にありません。")
    facts = DistributionFacts(
        name=name,
        copies=int(plain),
        address=_cell(row, columns, "address"),
        district_key=districts.get(district, ""),
        contact=_cell(row, columns, "contact"),
        note=_cell(row, columns, "note"),
    )
    return PlaceRow(number, facts)


def _cell(row: Sequence[str], columns: dict[str, int], what: str) -> str:
    at = columns.get(what, -1)
    return row[at] if 0 <= at < len(row) else ""
