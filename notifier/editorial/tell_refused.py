"""The sender hears that an item is not published: a little later, so that a slip comes back in time."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.tell_sender import (
    SECOND_THOUGHTS,
    received_on,
    tell_looking_again,
    title_of,
)
from notifier.hubs import get_hub
from notifier.intake import find_submission, line_pushes, reachable_in_line, tell_in_line
from notifier.mailroom import queue_mail, recall, render_mail


def tell_refused(session: Session, case: Case, reason: str, *, now: datetime) -> None:
    """Queue the message or mail with the reason; none for whom we cannot reach."""
    submission = find_submission(session, case.hub_id, case.submission_id)
    if not submission.submitter_email or reachable_in_line(session, submission):
        tell_in_line(
            session,
            submission,
            [line_pushes.refused(case.draft.title, reason)],
            key=_key(case, case.version),
            wait=SECOND_THOUGHTS,
            now=now,
        )
        return
    hub = get_hub(session, case.hub_id)
    mail = render_mail(
        "desk_rejection",
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=received_on(hub, submission),
        title=title_of(submission),
        reason=reason,
    )
    queue_mail(
        session,
        hub,
        to=submission.submitter_email,
        mail=mail,
        dedupe_key=_key(case, case.version),
        wait=SECOND_THOUGHTS,
        now=now,
    )


def tell_reopened(session: Session, case: Case, *, refused_at: int, now: datetime) -> None:
    """Take that message back; when it has gone already, say that the desk looks again.

    ``refused_at`` is the version the refusal made.
    """
    submission = find_submission(session, case.hub_id, case.submission_id)
    hub, key = get_hub(session, case.hub_id), _key(case, refused_at)
    if recall(session, hub, dedupe_key=key):
        return
    key = f"{key}-reopened"
    tell_looking_again(session, hub, submission, was_refused=True, key=key, now=now)


def _key(case: Case, version: int) -> str:
    return f"desk-rejection-{case.id}-{version}"
