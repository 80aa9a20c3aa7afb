"""What is written down of a place (会場), checked in one place. Pure."""

import re
from dataclasses import dataclass

from notifier.directory.errors import DirectoryInputError
from notifier.directory.names import checked_name, checked_text
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
    phone = checked_text(phone, what="電話", limit=PHONE_LIMIT, field="phone")
    if phone and not _PHONE.fullmatch(phone):
        raise DirectoryInputError(
            "電話番号は数字と - で入れてください（例 045-000-0000）。", field="phone"
        )
    return PlaceFacts(
        name=checked_name(facts.name, what="会場", limit=NAME_LIMIT),
        address=checked_text(facts.address, what="住所", limit=ADDRESS_LIMIT, field="address"),
        district_key=facts.district_key,
        phone=phone,
        note=checked_text(facts.note, what="メモ", limit=NOTE_LIMIT, field="note", has_lines=True),
    )
