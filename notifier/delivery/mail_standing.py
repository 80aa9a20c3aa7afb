"""Whether the relay takes the hub's mail: single mails and the letters of editions alike."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.delivery.models import Batch, BatchState, Delivery
from notifier.mailroom import MailStanding

LOOKED_AT = 20  # batches of at most 500: no page counts a whole edition
TURNED_AWAY = (BatchState.RETRY, BatchState.REJECTED)


def mail_standing(session: Session, hub_id: int) -> MailStanding:
    """The last mail that was taken, of either sort, and why the newest one was not, if so since."""
    single = mailroom.mail_standing(session, hub_id)
    tried = session.scalars(
        select(Batch)
        .where(Batch.hub_id == hub_id, Batch.channel == "email", Batch.rung_at.is_not(None))
        .order_by(Batch.rung_at.desc(), Batch.id.desc())
        .limit(LOOKED_AT)
    ).all()
    sent_at = session.scalar(
        select(func.max(Delivery.sent_at)).where(Delivery.batch_id.in_([one.id for one in tried]))
    )
    last = max((one for one in (single.last_sent_at, sent_at) if one), default=None)
    refused = [(single.problem_at, single.problem), *map(_refusal, tried)]
    since = [(at, why) for at, why in refused if at and why and (last is None or at > last)]
    at, why = max(since, default=(None, ""))
    return MailStanding(last, why, at)


def _refusal(batch: Batch) -> tuple[datetime | None, str]:
    """When a batch was turned away last, and the sentence why; "" when it was not."""
    is_refused = batch.state in TURNED_AWAY
    return batch.done_at or batch.rung_at, batch.reason if is_refused else ""
