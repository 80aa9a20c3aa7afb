"""The root of every error this service raises on purpose.

Each room hangs its own subclasses below one of these, in the file that raises them. The message
is a sentence in Japanese for the person in front of the page; ``web/app.py`` maps the tree to
pages once, the command line prints it in one line.
"""


class NotifierError(Exception):
    """Something we foresaw went wrong; ``str(error)`` is a sentence that may be shown."""


class BadInputError(NotifierError):
    """What somebody typed or sent cannot be taken; ``field`` names the box to mend."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(NotifierError):
    """No such thing in this hub. Another hub's things are never found, and it is not said why."""


class NotAllowedError(NotifierError):
    """The person is known but this role may not do that."""


class ConflictError(NotifierError):
    """Somebody else was quicker; nothing of theirs was overwritten and nothing of yours is lost."""


class ExpiredLinkError(NotifierError):
    """A link that was right once: used, revoked or too old."""


class TooManyError(NotifierError):
    """Asked for more often than we answer; the sentence says when to come back."""


class UnavailableError(NotifierError):
    """Something outside (database, broker, vendor) does not answer now."""
