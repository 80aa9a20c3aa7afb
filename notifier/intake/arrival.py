"""How something reached us: by which way, from whom, with which original and files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from notifier.intake.models import Submission

Outcome = Literal["new", "duplicate", "revision"]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed in; nothing about it is believed until it was looked at."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as we keep it."""

    filename: str
    media_type: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everything about a submission that is not its content.

    ``source`` is the key of the way ("web_form", "spreadsheet", "staff_entry"); ``original`` is
    what arrived, as JSON of text. ``is_verified``: the sender proved to be the group's contact
    (opened a link mailed to that address, or a staff member vouches). ``corrects_listing_id``
    points to the listing a correction is about. ``mark`` makes the same words a new version all
    the same, because something about them changed (they vanished from their calendar).
    """

    hub_id: int
    source: str
    original: dict[str, Any]
    group_id: int | None = None
    is_verified: bool = False
    submitter_email: str = ""
    line_sender_id: int | None = None
    import_id: int | None = None
    corrects_listing_id: int | None = None
    files: tuple[File | KeptFile, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail a file hung on: its sender's address, which proves nothing, and its words as rows.

    The rows stand beside every item of the file, so that a remark (「5日は中止です」) is not lost.
    ``scope`` is what the sender's own ids mean something in: the address, or this mail alone where
    it tells none. ``group_id`` is a proposal, the group whose contact has that address;
    ``written_on`` the day from which a year that is not said is told.
    """

    email: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    group_id: int | None = None
    written_on: date | None = None

    def own_id(self, external_id: str) -> str:
        """A sender's own id of an item, as it is among all that reaches the hub."""
        if not self.scope or not external_id:
            return external_id
        return f"{hashlib.sha256(self.scope.encode()).hexdigest()[:16]}:{external_id}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an arrival; a duplicate names the submission that was there before."""

    submission: Submission
    outcome: Outcome
