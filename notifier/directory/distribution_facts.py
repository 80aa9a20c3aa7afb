"""What is written down of a place of distribution, checked in one place. Pure."""

from dataclasses import dataclass

from notifier.directory.errors import DirectoryInputError
from notifier.directory.names import checked_name
from notifier.kit import text

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
        address=text.one_line(facts.address)[:LINE_LIMIT],
        district_key=facts.district_key,
        contact=text.one_line(facts.contact)[:LINE_LIMIT],
        note=text.clean(facts.note)[:NOTE_LIMIT],
    )
