"""What became of mails, for tests: the numbers, the items, who was answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.flows.take_mail import TakenMail
from notifier.hubs import Hub
from notifier.intake import Submission


def numbers(taken: TakenMail) -> tuple[int, int, int, int, int]:
    one = taken.result
    assert one.rows == one.received + one.questions + one.duplicates + one.rejected + len(
        one.errors
    )
    return one.received, one.questions, one.duplicates, one.rejected, len(one.errors)


def items(session: Session) -> list[Submission]:
    return list(session.scalars(select(Submission).order_by(Submission.id)))


def receipts(session: Session, hub: Hub) -> list[str]:
    return [one.recipient for one in mailroom.outbox(session, hub.id)]
