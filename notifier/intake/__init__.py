"""What arrives becomes a submission: the original and our readings of it.

Every way in (``sources``) makes a ``ListingDraft``; ``receive`` stores it once, with the original
beside it. Senders without an account follow their items through a link that was mailed to them.
"""

from notifier.intake import sources, tables
from notifier.intake.add_feed import BadFeedInputError, FeedListedError, add_feed, checked_url
from notifier.intake.answer_question import (
    AnsweredBeforeError,
    EmptyAnswerError,
    answer_question,
)
from notifier.intake.arrival import Arrival, File, Letter, Receipt
from notifier.intake.ask_poll import FeedPausedError, ask_poll
from notifier.intake.ask_submitter import EmptyQuestionError, ask_submitter
from notifier.intake.attachments import BadFileError, fit_files
from notifier.intake.claim_feed import ClaimedFeed, claim_feed
from notifier.intake.draft import (
    ListingDraft,
    OccurrenceDraft,
    Reading,
)
from notifier.intake.draft import (
    Question as DraftQuestion,
)
from notifier.intake.feed_document import MOST_BYTES, BadFeedError, FeedDocument, FeedEntry
from notifier.intake.feed_news import Comparison, KnownItem, News, compare
from notifier.intake.feed_queries import (
    due_feed_ids,
    feed_by_key,
    feeds,
    find_feed,
    item_counts,
    known_items,
    latest_revision,
)
from notifier.intake.hand_over import hand_over
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
    Feed,
    FeedItem,
    ImportState,
    Question,
    Submission,
    SubmitterLink,
    TableImport,
)
from notifier.intake.note_item import note_item
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
from notifier.intake.read_document import KIND_NAMES, LOSES_ITEMS, FetchedSource, read_document
from notifier.intake.read_places import NoPlacesError, read_places
from notifier.intake.reading.capacity import read_capacity
from notifier.intake.reading.recurrence import expand as expand_rule
from notifier.intake.receive import receive
from notifier.intake.record_poll import PollOutcome, record_poll
from notifier.intake.remove_feed import FeedHasItemsError, remove_feed
from notifier.intake.revoke_links import revoke_links
from notifier.intake.show_table import TableView, show_table
from notifier.intake.sources.web_form import read_form
from notifier.intake.switch_feed import switch_feed
from notifier.intake.tables import ColumnMap, UnreadableFileError
from notifier.intake.withdraw import withdraw
from notifier.intake.withdraw_rows import withdraw_rows

__all__ = [
    "KIND_NAMES",
    "LOSES_ITEMS",
    "MOST_BYTES",
    "AnsweredBeforeError",
    "Arrival",
    "Attachment",
    "BadFeedError",
    "BadFeedInputError",
    "BadFileError",
    "ClaimedFeed",
    "ColumnMap",
    "Comparison",
    "DiscardedImportError",
    "DraftQuestion",
    "EmptyAnswerError",
    "EmptyQuestionError",
    "Feed",
    "FeedDocument",
    "FeedEntry",
    "FeedHasItemsError",
    "FeedItem",
    "FeedListedError",
    "FeedPausedError",
    "FetchedSource",
    "File",
    "ImportResult",
    "ImportState",
    "KnownItem",
    "Letter",
    "ListingDraft",
    "News",
    "NoPlacesError",
    "OccurrenceDraft",
    "PollOutcome",
    "Question",
    "Reading",
    "Receipt",
    "Submission",
    "SubmitterLink",
    "SubmitterLinkError",
    "TableImport",
    "TableView",
    "UnreadableFileError",
    "add_feed",
    "answer_question",
    "ask_poll",
    "ask_submitter",
    "attachment_file",
    "attachments_of",
    "checked_url",
    "claim_feed",
    "compare",
    "discard_import",
    "due_feed_ids",
    "expand_rule",
    "feed_by_key",
    "feeds",
    "find_feed",
    "find_import",
    "find_question",
    "find_submission",
    "fit_files",
    "hand_over",
    "is_known_sender",
    "issue_link",
    "item_counts",
    "known_items",
    "last_heard",
    "latest_imports",
    "latest_revision",
    "mail_link",
    "note_item",
    "note_use",
    "open_link",
    "own_submission",
    "preview_import",
    "questions_of",
    "read_capacity",
    "read_document",
    "read_form",
    "read_places",
    "receive",
    "record_poll",
    "remove_feed",
    "revoke_links",
    "run_import",
    "show_table",
    "sources",
    "submissions_of",
    "submissions_of_group",
    "switch_feed",
    "tables",
    "withdraw",
    "withdraw_rows",
]
