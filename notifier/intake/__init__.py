"""What arrives becomes a submission: the original and our readings of it."""

from notifier.intake.draft import (
    ListingDraft,
    OccurrenceDraft,
    Reading,
)
from notifier.intake.draft import (
    Question as DraftQuestion,
)
from notifier.intake.models import (
    Attachment,
    ImportState,
    Question,
    Submission,
    SubmitterLink,
    TableImport,
)

__all__ = [
    "Attachment",
    "DraftQuestion",
    "ImportState",
    "ListingDraft",
    "OccurrenceDraft",
    "Question",
    "Reading",
    "Submission",
    "SubmitterLink",
    "TableImport",
]
