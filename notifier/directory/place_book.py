"""The register of places as xlsx, for the yearly map (おでかけマップ) and for whoever draws it.

The note is left out: it is the desk's own. The library is imported when it is needed.
"""

from collections.abc import Mapping, Sequence

from notifier.directory.models import Place, PlaceSpelling

HEADINGS = ("地区", "会場", "住所", "電話", "別の書き方")
WIDTHS = (14, 32, 40, 18, 40)


def place_book(
    places: Sequence[Place],
    spellings: Mapping[int, Sequence[PlaceSpelling]],
    *,
    districts: Mapping[str, str],
) -> bytes:
    """One sheet, one row per place by district and name; ``districts`` are {key: name}."""
    from openpyxl import Workbook

    from notifier.kit.cells import add_page, add_rows, to_bytes

    book = Workbook()
    page = add_page(book, "会場", WIDTHS)
    add_rows(page, [HEADINGS], bold=True)
    page.freeze_panes = "A2"
    order = {key: number for number, key in enumerate(districts)}
    add_rows(
        page,
        (
            (
                districts.get(place.district_key, ""),
                place.name,
                place.address,
                place.phone,
                "、".join(one.name for one in spellings.get(place.id, ())),
            )
            for place in sorted(
                places,
                key=lambda one: (order.get(one.district_key, len(order)), one.folded_name, one.id),
            )
        ),
    )
    return to_bytes(book)
