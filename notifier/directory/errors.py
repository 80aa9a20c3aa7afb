"""What can go wrong when groups and places are written down."""

from notifier.kit.errors import BadInputError, ConflictError


class DirectoryInputError(BadInputError):
    """A name, a district or a contact that cannot be taken."""


class AlreadyListedError(ConflictError):
    """A group or a place of that name stands in this hub's directory already."""


class StalePlaceError(ConflictError):
    """The page was older than the place."""
