"""Groups (団体) with their private contacts, places (会場), and where print is handed out (配布先).

Names are compared folded (width, case, spaces and ornaments do not matter) and exactly; likeness
never makes two groups one. An organiser nobody wrote down stays text until staff make it a group.
"""

from notifier.directory.add_contact import add_contact
from notifier.directory.add_distribution_place import add_distribution_place
from notifier.directory.add_group import add_group
from notifier.directory.add_place import add_place
from notifier.directory.change_distribution_place import change_distribution_place
from notifier.directory.change_group import change_group
from notifier.directory.change_place import change_place, facts_of
from notifier.directory.connect_line import (
    BY_DESK,
    OWN_PAGE,
    LineCodeError,
    connect_line,
    disconnect_line,
    issue_line_code,
    looks_like_code,
)
from notifier.directory.distribution_facts import DistributionFacts
from notifier.directory.errors import AlreadyListedError, DirectoryInputError, StalePlaceError
from notifier.directory.find_group import find_group
from notifier.directory.forget_line_senders import forget_line_senders
from notifier.directory.import_distribution_places import (
    ImportedPlaces,
    PlaceRow,
    import_distribution_places,
)
from notifier.directory.join_places import join_places, joined
from notifier.directory.known_places import KnownPlaces, plain_address, renamed
from notifier.directory.match_place import match_place
from notifier.directory.meet_line_sender import (
    meet_line_sender,
    note_line_follow,
    note_line_talk,
)
from notifier.directory.models import (
    Contact,
    DistributionPlace,
    Group,
    LineCode,
    LineSender,
    Place,
    PlaceSpelling,
)
from notifier.directory.place_book import place_book
from notifier.directory.place_facts import PlaceFacts
from notifier.directory.place_facts import checked as checked_place
from notifier.directory.queries import (
    contacts,
    distribution_places,
    get_contact,
    get_distribution_place,
    get_group,
    get_line_sender,
    get_place,
    group_by_contact,
    group_by_key,
    group_ids_by_name,
    groups,
    known_places,
    line_senders,
    places,
    spellings,
)
from notifier.directory.remove_contact import remove_contact
from notifier.directory.remove_spelling import remove_spelling
from notifier.directory.seen_place import SeenPlace
from notifier.directory.spellings import require_free_name
from notifier.directory.trust_group import trust_group

__all__ = [
    "BY_DESK",
    "OWN_PAGE",
    "AlreadyListedError",
    "Contact",
    "DirectoryInputError",
    "DistributionFacts",
    "DistributionPlace",
    "Group",
    "ImportedPlaces",
    "KnownPlaces",
    "LineCode",
    "LineCodeError",
    "LineSender",
    "Place",
    "PlaceFacts",
    "PlaceRow",
    "PlaceSpelling",
    "SeenPlace",
    "StalePlaceError",
    "add_contact",
    "add_distribution_place",
    "add_group",
    "add_place",
    "change_distribution_place",
    "change_group",
    "change_place",
    "checked_place",
    "connect_line",
    "contacts",
    "disconnect_line",
    "distribution_places",
    "facts_of",
    "find_group",
    "forget_line_senders",
    "get_contact",
    "get_distribution_place",
    "get_group",
    "get_line_sender",
    "get_place",
    "group_by_contact",
    "group_by_key",
    "group_ids_by_name",
    "groups",
    "import_distribution_places",
    "issue_line_code",
    "join_places",
    "joined",
    "known_places",
    "line_senders",
    "looks_like_code",
    "match_place",
    "meet_line_sender",
    "note_line_follow",
    "note_line_talk",
    "place_book",
    "places",
    "plain_address",
    "remove_contact",
    "remove_spelling",
    "renamed",
    "require_free_name",
    "spellings",
    "trust_group",
]
