"""What arrives becomes a submission: the original and our readings of it.

Every way in (``sources``) makes a ``ListingDraft``; ``receive`` stores it once, with the original
beside it. Senders without an account follow their items through a link that was mailed to them.
"""

from notifier.intake import line_buttons, line_pushes, line_words, sources, tables
from notifier.intake.add_feed import BadFeedInputError, FeedListedError, add_feed, checked_url
from notifier.intake.answer_question import (
    AnsweredBeforeError,
    EmptyAnswerError,
    answer_question,
)
from notifier.intake.arrival import Arrival, File, KeptFile, Letter, Receipt
from notifier.intake.ask_poll import FeedPausedError, ask_poll
from notifier.intake.ask_submitter import EmptyQuestionError, ask_submitter
from notifier.intake.attach import MOST as MOST_PHOTOS
from notifier.intake.attach import TooManyFilesError, attach_kept
from notifier.intake.attachments import MAX_BYTES, BadFileError, fit_files, prepare
from notifier.intake.claim_feed import ClaimedFeed, claim_feed
from notifier.intake.claim_for_group import claim_for_group
from notifier.intake.close_questions import close_questions
from notifier.intake.draft import (
    ListingDraft,
    OccurrenceDraft,
    Reading,
)
from notifier.intake.draft import (
    Question as DraftQuestion,
)
from notifier.intake.erase_part import erase_part
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
from notifier.intake.issue_link import issue_line_link, issue_link
from notifier.intake.line_news import reachable_in_line, tell_in_line
from notifier.intake.line_parts import (
    ClaimedPhoto,
    LineMessage,
    claim_photo,
    count_photos,
    due_photos,
    fetch_again,
    give_up,
    keep_photo,
    last_part,
    note_part,
    part_of,
    parts_of,
    still_claimed,
)
from notifier.intake.line_reading import say_when
from notifier.intake.mail_link import mail_link
from notifier.intake.models import (
    Attachment,
    Feed,
    FeedItem,
    ImportState,
    LinePart,
    PartState,
    Question,
    Submission,
    SubmitterLink,
    TableImport,
)
from notifier.intake.name_untitled import name_untitled
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
    open_questions,
    own_by_line,
    own_submission,
    questions_of,
    submissions_of,
    submissions_of_group,
)
from notifier.intake.read_document import KIND_NAMES, LOSES_ITEMS, FetchedSource, read_document
from notifier.intake.read_places import NoPlacesError, read_places
from notifier.intake.reading.capacity import read_capacity
from notifier.intake.reading.chat_words import names_a_day
from notifier.intake.reading.recurrence import expand as expand_rule
from notifier.intake.reading.small_talk import has_no_value, is_courtesy, is_nod, without_ending
from notifier.intake.receive import receive
from notifier.intake.record_poll import PollOutcome, record_poll
from notifier.intake.remove_feed import FeedHasItemsError, remove_feed
from notifier.intake.revoke_links import revoke_line_links, revoke_links
from notifier.intake.show_table import TableView, show_table
from notifier.intake.sources.line_message import (
    SEVERAL,
    calls_off,
    named_field,
    next_question,
    photo_draft,
    read_message,
    wants_words,
)
from notifier.intake.sources.line_message import WHOLE as WHOLE_MESSAGE
from notifier.intake.sources.line_message import fill as fill_from_message
from notifier.intake.sources.web_form import read_form
from notifier.intake.switch_feed import switch_feed
from notifier.intake.tables import ColumnMap, UnreadableFileError
from notifier.intake.withdraw import withdraw
from notifier.intake.withdraw_rows import withdraw_rows

__all__ = [
    "KIND_NAMES",
    "LOSES_ITEMS",
    "MAX_BYTES",
    "MOST_BYTES",
    "MOST_PHOTOS",
    "SEVERAL",
    "WHOLE_MESSAGE",
    "AnsweredBeforeError",
    "Arrival",
    "Attachment",
    "BadFeedError",
    "BadFeedInputError",
    "BadFileError",
    "ClaimedFeed",
    "ClaimedPhoto",
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
    "KeptFile",
    "KnownItem",
    "Letter",
    "LineMessage",
    "LinePart",
    "ListingDraft",
    "News",
    "NoPlacesError",
    "OccurrenceDraft",
    "PartState",
    "PollOutcome",
    "Question",
    "Reading",
    "Receipt",
    "Submission",
    "SubmitterLink",
    "SubmitterLinkError",
    "TableImport",
    "TableView",
    "TooManyFilesError",
    "UnreadableFileError",
    "add_feed",
    "answer_question",
    "ask_poll",
    "ask_submitter",
    "attach_kept",
    "attachment_file",
    "attachments_of",
    "calls_off",
    "checked_url",
    "claim_feed",
    "claim_for_group",
    "claim_photo",
    "close_questions",
    "compare",
    "count_photos",
    "discard_import",
    "due_feed_ids",
    "due_photos",
    "erase_part",
    "expand_rule",
    "feed_by_key",
    "feeds",
    "fetch_again",
    "fill_from_message",
    "find_feed",
    "find_import",
    "find_question",
    "find_submission",
    "fit_files",
    "give_up",
    "hand_over",
    "has_no_value",
    "is_courtesy",
    "is_known_sender",
    "is_nod",
    "issue_line_link",
    "issue_link",
    "item_counts",
    "keep_photo",
    "known_items",
    "last_heard",
    "last_part",
    "latest_imports",
    "latest_revision",
    "line_buttons",
    "line_pushes",
    "line_words",
    "mail_link",
    "name_untitled",
    "named_field",
    "names_a_day",
    "next_question",
    "note_item",
    "note_part",
    "note_use",
    "open_link",
    "open_questions",
    "own_by_line",
    "own_submission",
    "part_of",
    "parts_of",
    "photo_draft",
    "prepare",
    "preview_import",
    "questions_of",
    "reachable_in_line",
    "read_capacity",
    "read_document",
    "read_form",
    "read_message",
    "read_places",
    "receive",
    "record_poll",
    "remove_feed",
    "revoke_line_links",
    "revoke_links",
    "run_import",
    "say_when",
    "show_table",
    "sources",
    "still_claimed",
    "submissions_of",
    "submissions_of_group",
    "switch_feed",
    "tables",
    "tell_in_line",
    "wants_words",
    "withdraw",
    "withdraw_rows",
    "without_ending",
]
