"""What is written down of a place (会場), checked in one place. Pure."""

import re
from dataclasses import dataclass

from notifier.directory.errors import DirectoryInputError
from notifier.directory.names import checked_name
from notifier.kit import text

NAME_LIMIT = 120
ADDRESS_LIMIT = 200
PHONE_LIMIT = 40
NOTE_LIMIT = 500
_PHONE = re.compile(r"[0-9+()/、, 内線代表-]*[0-9][0-9+()/、, 内線代表-]*")


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as a person types it."""

    name: str
    address: str = ""
    district_key: str = ""
    phone: str = ""
    note: str = ""


def checked(facts: PlaceFacts) -> PlaceFacts:
    """The facts as they are stored. Raises ``DirectoryInputError`` beside the box."""
    phone = re.sub("[‐‑–―−ー]", "-", text.half(facts.phone))
    phone = _short(phone, "電話", PHONE_LIMIT, "phone")
    if phone and not _PHONE.fullmatch(phone):
        raise DirectoryInputError(
            "電話番号は数字と - で入れてください（例 045-000-0000）。", field="phone"
        )
    return PlaceFacts(
        name=checked_name(facts.name, what="会場", limit=NAME_LIMIT),
        address=_short(facts.address, "住所", ADDRESS_LIMIT, "address"),
        district_key=facts.district_key,
        phone=phone,
        note=_short(text.clean(facts.note), "メモ", NOTE_LIMIT, "note", lines=True),
    )


def _short(value: str, what: str, limit: int, field: str, *, lines: bool = False) -> str:
    kept = text.clean(value) if lines else text.one_line(value)
    if len(kept) > limit:
        raise DirectoryInputError(f"{what}は{limit}文字までにしてください。", field=field)
    return kept
