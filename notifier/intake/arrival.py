"""How something reached us: by which way, from whom, with which original and files."""

from dataclasses import dataclass
from typing import Any, Literal

from notifier.intake.models import Submission

Outcome = Literal["new", "duplicate", "revision"]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was handed in; nothing about it is believed until it was looked at."""

    filename: str
    data: bytes


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
    import_id: int | None = None
    corrects_listing_id: int | None = None
    files: tuple[File, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an arrival; a duplicate names the submission that was there before."""

    submission: Submission
    outcome: Outcome
