"""Listings become an issue for an audience.

An edition is composed as a draft, arranged by staff and approved by a named person; approval
freezes its content under a hash. At its time it is dispatched: readers with the same items and
language form a content group, rendered once. A printed kind is not sent: its files (``print_files``) are
what leaves the house. States and their arrows stand in ``workflow``.
"""

from notifier.editions.ahead_on import ahead_on
from notifier.editions.announce import AnnouncingPlan, announcing_plan
from notifier.editions.announced import announced, announced_draft, say_plan
from notifier.editions.answer_review import answer_review
from notifier.editions.approve import (
    EmptyEditionError,
    MailNotReadyError,
    NamedPersonError,
    NoticeOverError,
    approve,
    needs_second,
    timing_of,
)
from notifier.editions.approve_review import ContentMovedError, approve_review
from notifier.editions.archive import Issue, IssueItem, IssueLine, appeared_in, issue, issues
from notifier.editions.arrange import (
    drop_item,
    move_item,
    pin_item,
    place_item,
    restore_item,
    set_greeting,
)
from notifier.editions.begin_dispatch import begin_dispatch, turn_of
from notifier.editions.block import block
from notifier.editions.board import Board, BoardSheet
from notifier.editions.board_paper import board_paper
from notifier.editions.board_view import (
    BOARD,
    BoardItem,
    BoardView,
    board_view,
    hanging,
    sheets_with,
)
from notifier.editions.build_content_groups import build_content_groups
from notifier.editions.comment_review import comment_review
from notifier.editions.compose import NoticeNeedsListingError, compose
from notifier.editions.compose_notice import compose_notice
from notifier.editions.confirmation_sheet import confirmation_sheet
from notifier.editions.day_over import DayOverError, is_day_over, last_day_for, late_until
from notifier.editions.deciders import second_people
from notifier.editions.distribution import (
    Copies,
    Distribution,
    copies_between,
    distribution,
    last_placed,
)
from notifier.editions.distribution_book import distribution_book
from notifier.editions.end_reviews import end_reviews
from notifier.editions.errata import Erratum, errata
from notifier.editions.fairness import Fairness
from notifier.editions.finish import finish
from notifier.editions.forget_rendering import forget_rendering
from notifier.editions.fragments import fragments, mail_of
from notifier.editions.hearing import Hearing, is_notice, tellings, tellings_of_dates
from notifier.editions.hold import held_editions, hold, not_finished
from notifier.editions.hub_template import has_template, standard_template
from notifier.editions.kinds import KINDS, Kind, NotSentError, UnknownKindError, kind_of
from notifier.editions.locking import StaleEditionError, note
from notifier.editions.look_review import look_review
from notifier.editions.missed_slot import missed_slot
from notifier.editions.models import (
    ContentGroup,
    ContentGroupItem,
    ContentGroupProfile,
    Edition,
    EditionItem,
    EditionState,
    Fragment,
    Link,
    Placement,
    ReviewApproval,
    ReviewComment,
    ReviewLink,
)
from notifier.editions.newsletter_paper import newsletter_paper
from notifier.editions.newsletter_view import NewsletterView, newsletter_steps, newsletter_view
from notifier.editions.note_placements import Placed, StaleListError, note_placements
from notifier.editions.offer_review import offer_review
from notifier.editions.open_review import ReviewLinkError, open_review
from notifier.editions.paper import Paper, PrintText
from notifier.editions.preview import Preview, preview
from notifier.editions.print_files import (
    NotPrintedError,
    PrintedFile,
    paper_as_it_stands,
    print_files,
)
from notifier.editions.print_limits import all_sentences
from notifier.editions.queries import (
    EditionNotFoundError,
    content_groups,
    due_editions,
    edition_on,
    editions,
    find_edition,
    find_link,
    find_review,
    latest_edition,
    printed_with_voices,
    waiting_for_second,
    wishes_of_profile,
)
from notifier.editions.reach import Reach, reach, reach_of_told
from notifier.editions.remove_voice import remove_voice
from notifier.editions.reopen import reopen
from notifier.editions.reprint import reprint
from notifier.editions.reschedule import reschedule
from notifier.editions.review_view import ReviewPage, Reviews, review_page, reviews_of
from notifier.editions.revoke_review import revoke_review
from notifier.editions.schedule import check_ahead, check_window, next_edition_day, slot_on
from notifier.editions.second_approve import SamePersonError, second_approve, second_time
from notifier.editions.send_test import NothingToTestError, send_test
from notifier.editions.set_print_text import set_print_text
from notifier.editions.set_voices import Voice, set_voices, voices_of
from notifier.editions.set_word_template import set_word_template
from notifier.editions.state_words import state_name
from notifier.editions.stop import close_stopped, stop
from notifier.editions.timetable import Step, late
from notifier.editions.undo_approval import undo_approval
from notifier.editions.view import EditionView, ItemRow, edition_view
from notifier.editions.word_fields import BadTemplateError
from notifier.editions.workflow import STATE_NAMES, EditionStateError

__all__ = [
    "BOARD",
    "KINDS",
    "STATE_NAMES",
    "AnnouncingPlan",
    "BadTemplateError",
    "Board",
    "BoardItem",
    "BoardSheet",
    "BoardView",
    "ContentGroup",
    "ContentGroupItem",
    "ContentGroupProfile",
    "ContentMovedError",
    "Copies",
    "DayOverError",
    "Distribution",
    "Edition",
    "EditionItem",
    "EditionNotFoundError",
    "EditionState",
    "EditionStateError",
    "EditionView",
    "EmptyEditionError",
    "Erratum",
    "Fairness",
    "Fragment",
    "Hearing",
    "Issue",
    "IssueItem",
    "IssueLine",
    "ItemRow",
    "Kind",
    "Link",
    "MailNotReadyError",
    "NamedPersonError",
    "NewsletterView",
    "NotPrintedError",
    "NotSentError",
    "NothingToTestError",
    "NoticeNeedsListingError",
    "NoticeOverError",
    "Paper",
    "Placed",
    "Placement",
    "Preview",
    "PrintText",
    "PrintedFile",
    "Reach",
    "ReviewApproval",
    "ReviewComment",
    "ReviewLink",
    "ReviewLinkError",
    "ReviewPage",
    "Reviews",
    "SamePersonError",
    "StaleEditionError",
    "StaleListError",
    "Step",
    "UnknownKindError",
    "Voice",
    "ahead_on",
    "all_sentences",
    "announced",
    "announced_draft",
    "announcing_plan",
    "answer_review",
    "appeared_in",
    "approve",
    "approve_review",
    "begin_dispatch",
    "block",
    "board_paper",
    "board_view",
    "build_content_groups",
    "check_ahead",
    "check_window",
    "close_stopped",
    "comment_review",
    "compose",
    "compose_notice",
    "confirmation_sheet",
    "content_groups",
    "copies_between",
    "distribution",
    "distribution_book",
    "drop_item",
    "due_editions",
    "edition_on",
    "edition_view",
    "editions",
    "end_reviews",
    "errata",
    "find_edition",
    "find_link",
    "find_review",
    "finish",
    "forget_rendering",
    "fragments",
    "hanging",
    "has_template",
    "held_editions",
    "hold",
    "is_day_over",
    "is_notice",
    "issue",
    "issues",
    "kind_of",
    "last_day_for",
    "last_placed",
    "late",
    "late_until",
    "latest_edition",
    "look_review",
    "mail_of",
    "missed_slot",
    "move_item",
    "needs_second",
    "newsletter_paper",
    "newsletter_steps",
    "newsletter_view",
    "next_edition_day",
    "not_finished",
    "note",
    "note_placements",
    "offer_review",
    "open_review",
    "paper_as_it_stands",
    "pin_item",
    "place_item",
    "preview",
    "print_files",
    "printed_with_voices",
    "reach",
    "reach_of_told",
    "remove_voice",
    "reopen",
    "reprint",
    "reschedule",
    "restore_item",
    "review_page",
    "reviews_of",
    "revoke_review",
    "say_plan",
    "second_approve",
    "second_people",
    "second_time",
    "send_test",
    "set_greeting",
    "set_print_text",
    "set_voices",
    "set_word_template",
    "sheets_with",
    "slot_on",
    "standard_template",
    "state_name",
    "stop",
    "tellings",
    "tellings_of_dates",
    "timing_of",
    "turn_of",
    "undo_approval",
    "voices_of",
    "waiting_for_second",
    "wishes_of_profile",
]
