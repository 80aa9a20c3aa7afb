"""The sender hears that an item is not published: a little later, so that a slip comes back in time."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editorial.models import Case
from notifier.editorial.tell_sender import SECOND_THOUGHTS, own_link, received_on, title_of
from notifier.hubs import get_hub
from notifier.intake import find_submission
from notifier.mailroom import queue_mail, recall, render_mail


def tell_refused(session: Session, case: Case, reason: str, *, now: datetime) -> None:
    """Queue the mail with the reason; none without an address."""
    submission = find_submission(session, case.hub_id, case.submission_id)
    if not submission.submitter_email:
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
    """Take that mail back; when it has gone already, say that the desk looks again.

    ``refused_at`` is the version the refusal made.
    """
    submission = find_submission(session, case.hub_id, case.submission_id)
    hub, email = get_hub(session, case.hub_id), submission.submitter_email
    key = _key(case, refused_at)
    if not email or recall(session, hub, dedupe_key=key):
        return
    mail = render_mail(
        "submission_reconsidered",
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=received_on(hub, submission),
        title=title_of(submission),
        was_refused=True,
        link=own_link(session, hub, submission, now=now),
    )
    queue_mail(session, hub, to=email, mail=mail, dedupe_key=f"{key}-reopened", now=now)


def _key(case: Case, version: int) -> str:
    return f"desk-rejection-{case.id}-{version}"
