"""The sender hears that items are published: a little later, so that an undo comes in time.

What is approved for one address within a short while stands in one mail.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editorial.models import Case
from notifier.hubs import Hub, get_hub
from notifier.intake import Submission, issue_link, line_pushes, tell_in_line
from notifier.kit.clock import say_date
from notifier.listings import Listing
from notifier.mailroom import Mail, Part, gather, queue_mail, render_mail, take_out
from notifier.taxonomy import outlets

SECOND_THOUGHTS = timedelta(minutes=10)
PUBLISHED = "submission_published"


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
    part = {
        "key": _key(case),
        "received_on": received_on(hub, submission),
        "title": title_of(submission),
        "page": f"{settings().base_url}/{hub.slug}/events/{listing.id}" if has_page else "",
        "is_correction": case.corrects_listing_id is not None,
        "link": _own_link(session, hub, submission, now=now),
    }
    gather(
        session, hub, to=submission.submitter_email, kind=PUBLISHED, part=part,
        write=_published(hub), wait=SECOND_THOUGHTS, now=now,
    )  # fmt: skip


def tell_undone(session: Session, case: Case, submission: Submission, *, now: datetime) -> None:
    """Take the item out of that mail; when it has gone already, say that the desk looks again."""
    hub, email = get_hub(session, case.hub_id), submission.submitter_email
    if not email:
        return
    if take_out(session, hub, to=email, kind=PUBLISHED, key=_key(case), write=_published(hub)):
        return
    key = f"{_key(case)}-undone"
    tell_looking_again(session, hub, submission, was_refused=False, key=key, now=now)


def tell_looking_again(
    session: Session,
    hub: Hub,
    submission: Submission,
    *,
    was_refused: bool,
    key: str,
    now: datetime,
) -> None:
    """Say that what was told before holds no more: the desk looks at the item again."""
    told = [line_pushes.looking_again(submission.name, was_refused=was_refused)]
    if was_refused and tell_in_line(session, submission, told, key=key, now=now):
        return
    if not submission.submitter_email:
        return
    mail = render_mail(
        "submission_reconsidered",
        hub_name=hub.name,
        hub_contact=hub.contact,
        received_on=received_on(hub, submission),
        title=title_of(submission),
        was_refused=was_refused,
        link=_own_link(session, hub, submission, now=now),
    )
    to = submission.submitter_email
    queue_mail(session, hub, to=to, mail=mail, dedupe_key=key, now=now)


def _published(hub: Hub) -> Callable[[Sequence[Part]], Mail]:
    """Writes the mail about one item or several; any one's link opens them all."""

    def write(parts: Sequence[Part]) -> Mail:
        corrections = sum(part["is_correction"] for part in parts)
        return render_mail(
            PUBLISHED,
            hub=hub,
            items=parts,
            are_new=corrections == 0,
            are_corrections=corrections == len(parts),
            link=parts[-1]["link"],
        )

    return write


def _key(case: Case) -> str:
    """One telling per decision: who approves a second time tells a second time."""
    when = int(case.decided_at.timestamp()) if case.decided_at else 0
    return f"desk-published-{case.id}-{when}"


def received_on(hub: Hub, submission: Submission) -> str:
    """The hub's day it came: 「11月20日(金)」."""
    return say_date(submission.received_at.astimezone(hub.zone).date())


def title_of(submission: Submission) -> str:
    """The title for those whose address is proved; a stranger reads none."""
    return submission.title if submission.is_verified_sender else ""


def _own_link(session: Session, hub: Hub, submission: Submission, *, now: datetime) -> str:
    """The address of the sender's own page, by a new link."""
    _, token = issue_link(session, hub, email=submission.submitter_email, now=now)
    return f"{settings().base_url}/{hub.slug}/g/{token}"
