"""What is written down of a place of distribution, checked in one place. Pure."""

from dataclasses import dataclass

from notifier.directory.errors import DirectoryInputError
from notifier.directory.names import checked_name, checked_text

NAME_LIMIT = 120
LINE_LIMIT = 200
NOTE_LIMIT = 500
MOST_COPIES = 100_000


@dataclass(frozen=True, slots=True)
class DistributionFacts:
    """A place as a person types it. ``copies`` is the usual number of an issue."""

    name: str
    copies: int
    address: str = ""
    district_key: str = ""
    contact: str = ""
    note: str = ""


def checked(facts: DistributionFacts) -> DistributionFacts:
    """The facts as they are stored. Raises ``DirectoryInputError`` beside the box."""
    if not 0 <= facts.copies <= MOST_COPIES:
        raise DirectoryInputError(
            f"部数は0から{MOST_COPIES:,}までの数で入れてください。", field="copies"
        )
    return DistributionFacts(
        name=checked_name(facts.name, what="配布先", limit=NAME_LIMIT),
        copies=facts.copies,
        address=checked_text(facts.address, what="住所", limit=LINE_LIMIT, field="address"),
        district_key=facts.district_key,
        contact=checked_text(facts.contact, what="連絡先", limit=LINE_LIMIT, field="contact"),
        note=checked_text(facts.note, what="メモ", limit=NOTE_LIMIT, field="note", has_lines=True),
    )
