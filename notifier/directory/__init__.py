"""Groups (団体) with their private contacts, places (会場), and where print is handed out (配布先).

Names are compared folded (width, case, spaces and ornaments do not matter) and exactly; likeness
never makes two groups one. An organiser nobody wrote down stays text until staff make it a group.
"""

from notifier.directory.add_contact import add_contact
from notifier.directory.add_distribution_place import add_distribution_place
from notifier.directory.add_group import add_group
from notifier.directory.add_place import add_place
from notifier.directory.change_distribution_place import (
    StalePlaceError,
    change_distribution_place,
)
from notifier.directory.change_group import change_group
from notifier.directory.distribution_facts import DistributionFacts
from notifier.directory.errors import AlreadyListedError, DirectoryInputError
from notifier.directory.find_group import find_group
from notifier.directory.import_distribution_places import (
    ImportedPlaces,
    PlaceRow,
    import_distribution_places,
)
from notifier.directory.match_place import match_place
from notifier.directory.models import (
    Contact,
    DistributionPlace,
    Group,
    Place,
)
from notifier.directory.queries import (
    contacts,
    distribution_places,
    get_contact,
    get_distribution_place,
    get_group,
    group_by_contact,
    group_by_key,
    group_ids_by_name,
    groups,
    places,
)
from notifier.directory.remove_contact import remove_contact
from notifier.directory.trust_group import trust_group

__all__ = [
    "AlreadyListedError",
    "Contact",
    "DirectoryInputError",
    "DistributionFacts",
    "DistributionPlace",
    "Group",
    "ImportedPlaces",
    "Place",
    "PlaceRow",
    "StalePlaceError",
    "add_contact",
    "add_distribution_place",
    "add_group",
    "add_place",
    "change_distribution_place",
    "change_group",
    "contacts",
    "distribution_places",
    "find_group",
    "get_contact",
    "get_distribution_place",
    "get_group",
    "group_by_contact",
    "group_by_key",
    "group_ids_by_name",
    "groups",
    "import_distribution_places",
    "match_place",
    "places",
    "remove_contact",
    "trust_group",
]
