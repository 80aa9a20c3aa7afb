"""Groups (団体) with their private contacts, and places (会場).

Names are compared folded (width, case, spaces and ornaments do not matter) and exactly; likeness
never makes two groups one. An organiser nobody wrote down stays text until staff make it a group.
"""

from notifier.directory.add_contact import add_contact
from notifier.directory.add_group import add_group
from notifier.directory.add_place import add_place
from notifier.directory.change_group import change_group
from notifier.directory.errors import AlreadyListedError, DirectoryInputError
from notifier.directory.find_group import find_group
from notifier.directory.match_place import match_place
from notifier.directory.models import (
    Contact,
    Group,
    Place,
)
from notifier.directory.queries import (
    contacts,
    get_group,
    group_by_contact,
    group_by_key,
    group_ids_by_name,
    groups,
    places,
)
from notifier.directory.trust_group import trust_group

__all__ = [
    "AlreadyListedError",
    "Contact",
    "DirectoryInputError",
    "Group",
    "Place",
    "add_contact",
    "add_group",
    "add_place",
    "change_group",
    "contacts",
    "find_group",
    "get_group",
    "group_by_contact",
    "group_by_key",
    "group_ids_by_name",
    "groups",
    "match_place",
    "places",
    "trust_group",
]
