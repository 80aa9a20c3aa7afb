"""The sender hears that an item is published: a little later, so that an undo comes in time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editorial.models import Case
from notifier.hubs import Hub, get_hub
from notifier.intake import Submission, issue_link
from notifier.kit.clock import say_date
from notifier.listings import Listing
from notifier.mailroom import queue_mail, recall, render_mail
from notifier.taxonomy import outlets

SECOND_THOUGHTS = timedelta(minutes=10)


def tell_published(
    session: Session, case: Case, submission: Submission, listing: Listing, *, now: datetime
) -> None:
    """Queue the mail with the public page and the way to one's own items; none without an address.

    An unverified sender reads no title: the address may be a stranger's.
    """
    if not submission.submitter_email:
        return
    hub = get_hub(session, case.hub_id)
    has_page = bool(set(listing.outlets) & outlets.POINTING_HERE)
    page = f"{settings().base_url}/{hub.slug}/events/{listing.id}" if has_page else ""
    _mail(
        session, hub, submission, "submission_published", _key(case), page=page,
        is_correction=case.corrects_listing_id is not None, wait=SECOND_THOUGHTS, now=now,
    )  # fmt: skip


def tell_undone(session: Session, case: Case, submission: Submission, *, now: datetime) -> None:
    """Recall that mail; when it has gone already, say that the desk looks again."""
    hub = get_hub(session, case.hub_id)
    if not submission.submitter_email or recall(session, hub, dedupe_key=_key(case)):
        return
    _mail(session, hub, submission, "submission_reconsidered", f"{_key(case)}-undone", now=now)


def _key(case: Case) -> str:
    """One mail per decision: who approves a second time tells a second time."""
    when = int(case.decided_at.timestamp()) if case.decided_at else 0
    return f"desk-published-{case.id}-{when}"


def _mail(  # noqa: PLR0913 - what the two mails share, and what one of them adds
    session: Session,
    hub: Hub,
    submission: Submission,
    template: str,
    key: str,
    *,
    page: str = "",
    is_correction: bool = False,
    wait: timedelta = timedelta(),
    now: datetime,
) -> None:
    email = submission.submitter_email
    _, token = issue_link(session, hub, email=email, now=now)
    mail = render_mail(
        template,
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=say_date(submission.received_at.astimezone(hub.zone).date()),
        title=submission.title if submission.is_verified_sender else "",
        page=page,
        is_correction=is_correction,
        link=f"{settings().base_url}/{hub.slug}/g/{token}",
    )
    queue_mail(session, hub, to=email, mail=mail, dedupe_key=key, wait=wait, now=now)
