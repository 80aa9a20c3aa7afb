"""Refuse an item, with a reason that is told to the group."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial.guard import change, require_current
from notifier.editorial.models import Case
from notifier.editorial.tell import tell
from notifier.editorial.workflow import Deed, next_state
from notifier.hubs import get_hub
from notifier.intake import find_submission
from notifier.kit.clock import say_date
from notifier.kit.errors import BadInputError
from notifier.kit.text import clean
from notifier.mailroom import queue_mail, render_mail


def reject(
    session: Session, case: Case, *, reason: str, version: int, by: Actor, now: datetime
) -> None:
    """Refuse the item; BadInputError without a reason. The group gets the reason by mail."""
    require_current(case, version)
    next_state(case.state, Deed.REJECT)
    reason = clean(reason)
    if not reason:
        raise BadInputError("断る理由を書いてください。団体に伝わります。", field="reason")
    change(
        session,
        case,
        Deed.REJECT,
        version=version,
        reason=reason,
        decided_at=now,
        decided_by=by.label,
    )
    _mail(session, case, reason, now)
    tell(
        session, case, f"の掲載をお断りしました（理由: {reason}）。", verb="reject", by=by, now=now
    )


def _mail(session: Session, case: Case, reason: str, now: datetime) -> None:
    submission = find_submission(session, case.hub_id, case.submission_id)
    if not submission.submitter_email:
        return
    hub = get_hub(session, case.hub_id)
    mail = render_mail(
        "desk_rejection",
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=say_date(submission.received_at.astimezone(hub.zone).date()),
        title=submission.title if submission.is_verified_sender else "",
        reason=reason,
    )
    queue_mail(
        session,
        hub,
        to=submission.submitter_email,
        mail=mail,
        dedupe_key=f"desk-rejection-{case.id}-{case.version}",
        now=now,
    )
