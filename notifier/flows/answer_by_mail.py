"""A mail that answers one of ours: an open question is answered, anything else says what it is about.

Only a reply under our own Message-ID from the address we wrote to counts: it proves the mailbox as
the link in that mail does (docs/adr/0031).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editorial, intake, mailroom
from notifier.audit import Actor
from notifier.flows.answer import answer
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError
from notifier.kit.text import one_line
from notifier.mailroom import IncomingMail

LONGEST = 2_000  # a longer answer is a letter: it stands on the desk whole
TITLE = 60


@dataclass(frozen=True, slots=True)
class Replied:
    """What a mail answers: the subject of ours, the item it was about, and the question if one is open."""

    subject: str
    submission: intake.Submission | None = None
    question: intake.Question | None = None
    number: int | None = None

    @property
    def said(self) -> str:
        """「おはなし会」（受付番号12）, or the mail's subject."""
        if self.submission is None:
            return f"「{self.subject[:TITLE]}」"
        number = f"（受付番号{self.number}）" if self.number else ""
        return f"「{self.submission.title[:TITLE]}」{number}"


def what_it_answers(session: Session, hub: Hub, mail: IncomingMail) -> Replied | None:
    """None for a mail that answers nothing of ours, or comes from another address."""
    ours = mailroom.find_answered(session, hub, mail.answers)
    if ours is None or not mail.sender or ours.recipient != mail.sender:
        return None
    subject = one_line(ours.body.get("subject", ""))
    kind, _, number = ours.dedupe_key.partition(":")[0].partition("-")
    if not number.isdecimal() or kind not in ("question", "submission"):
        return Replied(subject)
    try:
        return _about(session, hub, kind, int(number), subject)
    except NotFoundError:
        return Replied(subject)


def take_answer(
    session: Session, replied: Replied, words: str, *, now: datetime
) -> intake.Question | None:
    """The question with its answer; None when nothing is asked any more, or it is a whole letter."""
    question, submission = replied.question, replied.submission
    if question is None or submission is None or not words or len(words) > LONGEST:
        return None
    label = one_line(submission.draft.organiser)[:100] or "投稿者"
    return answer(session, question, words, by=Actor("group", f"{label}（メール）"), now=now)


def _about(session: Session, hub: Hub, kind: str, number: int, subject: str) -> Replied:
    question = intake.find_question(session, hub.id, number) if kind == "question" else None
    submission_id = question.submission_id if question else number
    submission = intake.find_submission(session, hub.id, submission_id)
    case = editorial.cases_of(session, hub.id, [submission_id]).get(submission_id)
    is_open = question is not None and not (question.answered_at or question.closed_at)
    return Replied(subject, submission, question if is_open else None, case.id if case else None)
