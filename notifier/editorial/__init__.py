"""A submission is judged: one case per submission.

Each case walks the arrows of ``workflow``; what the checks find is said in sentences
(``checklist``); approving publishes the desk's copy of the draft through ``listings``. Every verb
takes the version the person saw and refuses with StaleCaseError when somebody was quicker.
"""

from notifier.editorial.answered import answered
from notifier.editorial.approve import ChecksStandError, approve
from notifier.editorial.approve_and_trust import UnknownSenderError, approve_and_trust
from notifier.editorial.approve_clean import BulkResult, Refused, approve_clean
from notifier.editorial.ask import ask
from notifier.editorial.assign import assign
from notifier.editorial.case_view import case_view
from notifier.editorial.catch_up import catch_up
from notifier.editorial.check import check
from notifier.editorial.checklist import check_draft, is_clean
from notifier.editorial.compare import Comparison, compare
from notifier.editorial.diff import Change, diff
from notifier.editorial.edit import edit
from notifier.editorial.end_prompts import end_prompts
from notifier.editorial.erase_words import erase_words
from notifier.editorial.facts import Check, CheckFacts, CriterionMark, Duplicate
from notifier.editorial.find_cases import MOST as MOST_FOUND
from notifier.editorial.find_cases import FoundCase, find_cases
from notifier.editorial.guard import StaleCaseError, require_current
from notifier.editorial.hold import hold
from notifier.editorial.merge import merge
from notifier.editorial.models import Case, DistinctPair
from notifier.editorial.name_organiser import name_organiser
from notifier.editorial.open_case import open_case
from notifier.editorial.open_missing_cases import open_missing_cases
from notifier.editorial.queries import (
    cases_of,
    clean_cards,
    counts,
    decided_corrections,
    find_case,
    queue,
    urgent_count,
)
from notifier.editorial.read_again import read_again
from notifier.editorial.reject import reject
from notifier.editorial.renew_standing import renew_standing
from notifier.editorial.reopen import reopen
from notifier.editorial.resume import resume
from notifier.editorial.set_criteria import set_criteria
from notifier.editorial.sources import SourceLine, sources_of
from notifier.editorial.tell_apart import tell_apart
from notifier.editorial.undo import FrozenCaseError, undo
from notifier.editorial.views import CardView, CaseView, HistoryLine, QueuePage
from notifier.editorial.withdraw_case import withdraw_case
from notifier.editorial.withdraw_import import undecided_of_import, withdraw_import
from notifier.editorial.words import LABELS, say_field
from notifier.editorial.workflow import OPEN, STATE_NAMES, CaseState, Deed, WrongStateError

__all__ = [
    "LABELS",
    "MOST_FOUND",
    "OPEN",
    "STATE_NAMES",
    "BulkResult",
    "CardView",
    "Case",
    "CaseState",
    "CaseView",
    "Change",
    "Check",
    "CheckFacts",
    "ChecksStandError",
    "Comparison",
    "CriterionMark",
    "Deed",
    "DistinctPair",
    "Duplicate",
    "FoundCase",
    "FrozenCaseError",
    "HistoryLine",
    "QueuePage",
    "Refused",
    "SourceLine",
    "StaleCaseError",
    "UnknownSenderError",
    "WrongStateError",
    "answered",
    "approve",
    "approve_and_trust",
    "approve_clean",
    "ask",
    "assign",
    "case_view",
    "cases_of",
    "catch_up",
    "check",
    "check_draft",
    "clean_cards",
    "compare",
    "counts",
    "decided_corrections",
    "diff",
    "edit",
    "end_prompts",
    "erase_words",
    "find_case",
    "find_cases",
    "hold",
    "is_clean",
    "merge",
    "name_organiser",
    "open_case",
    "open_missing_cases",
    "queue",
    "read_again",
    "reject",
    "renew_standing",
    "reopen",
    "require_current",
    "resume",
    "say_field",
    "set_criteria",
    "sources_of",
    "tell_apart",
    "undecided_of_import",
    "undo",
    "urgent_count",
    "withdraw_case",
    "withdraw_import",
]
