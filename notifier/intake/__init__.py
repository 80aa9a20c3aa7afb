"""What arrives becomes a submission: the original and our readings of it.

Every way in (``sources``) makes a ``ListingDraft``; ``receive`` stores it once, with the original
beside it. Senders without an account follow their items through a link that was mailed to them.
"""

from notifier.intake import sources, tables
from notifier.intake.answer_question import (
    AnsweredBeforeError,
    EmptyAnswerError,
    answer_question,
)
from notifier.intake.arrival import Arrival, File, Receipt
from notifier.intake.ask_submitter import EmptyQuestionError, ask_submitter
from notifier.intake.attachments import BadFileError
from notifier.intake.draft import (
    ListingDraft,
    OccurrenceDraft,
    Reading,
)
from notifier.intake.draft import (
    Question as DraftQuestion,
)
from notifier.intake.import_table import (
    DiscardedImportError,
    ImportResult,
    discard_import,
    preview_import,
    run_import,
)
from notifier.intake.issue_link import issue_link
from notifier.intake.mail_link import mail_link
from notifier.intake.models import (
    Attachment,
    ImportState,
    Question,
    Submission,
    SubmitterLink,
    TableImport,
)
from notifier.intake.open_link import SubmitterLinkError, note_use, open_link
from notifier.intake.queries import (
    attachment_file,
    attachments_of,
    find_import,
    find_question,
    find_submission,
    is_known_sender,
    last_heard,
    latest_imports,
    own_submission,
    questions_of,
    submissions_of,
    submissions_of_group,
)
from notifier.intake.reading.recurrence import expand as expand_rule
from notifier.intake.receive import receive
from notifier.intake.revoke_links import revoke_links
from notifier.intake.show_table import TableView, show_table
from notifier.intake.sources.web_form import read_form
from notifier.intake.tables import ColumnMap, UnreadableFileError
from notifier.intake.withdraw import withdraw

__all__ = [
    "AnsweredBeforeError",
    "Arrival",
    "Attachment",
    "BadFileError",
    "ColumnMap",
    "DiscardedImportError",
    "DraftQuestion",
    "EmptyAnswerError",
    "EmptyQuestionError",
    "File",
    "ImportResult",
    "ImportState",
    "ListingDraft",
    "OccurrenceDraft",
    "Question",
    "Reading",
    "Receipt",
    "Submission",
    "SubmitterLink",
    "SubmitterLinkError",
    "TableImport",
    "TableView",
    "UnreadableFileError",
    "answer_question",
    "ask_submitter",
    "attachment_file",
    "attachments_of",
    "discard_import",
    "expand_rule",
    "find_import",
    "find_question",
    "find_submission",
    "is_known_sender",
    "issue_link",
    "last_heard",
    "latest_imports",
    "mail_link",
    "note_use",
    "open_link",
    "own_submission",
    "preview_import",
    "questions_of",
    "read_form",
    "receive",
    "revoke_links",
    "run_import",
    "show_table",
    "sources",
    "submissions_of",
    "submissions_of_group",
    "tables",
    "withdraw",
]
