"""Publish what was approved: from now on the hub stands for it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.intake import ListingDraft, Submission
from notifier.kit.errors import BadInputError
from notifier.listings.dates import set_dates, wanted_dates
from notifier.listings.draft_of import pour
from notifier.listings.models import Listing, ListingStatus
from notifier.listings.workflow import check_arrow


class NothingToPublishError(BadInputError):
    """A draft without a title, or an event without a date."""


def publish(
    session: Session, draft: ListingDraft, *, submission: Submission, by: Actor, now: datetime
) -> Listing:
    """The listing of ``submission``, published with the words and dates of ``draft``.

    Approving again after an undo brings the withdrawn listing back, with the same UIDs. Two dates
    with the same start become one. NothingToPublishError says what is missing.
    """
    hub = session.get_one(Hub, submission.hub_id)
    dates = wanted_dates(draft, hub, now)
    check_publishable(draft, has_dates=bool(dates))
    listing = _again(session, submission) or Listing(
        hub_id=hub.id,
        submission_id=submission.id,
        status=ListingStatus.PUBLISHED,
        sequence=0,
        version=0,
    )
    pour(draft, listing)
    listing.group_id = submission.group_id
    listing.published_at, listing.published_by, listing.updated_at = now, by.label, now
    listing.version += 1
    session.add(listing)
    session.flush()
    set_dates(listing, dates, hub=hub, now=now)
    session.flush()
    audit.write(
        session,
        f"{by.label}が「{listing.title}」を掲載しました。",
        verb="publish",
        subject=("listing", listing.id),
        hub_id=hub.id,
        by=by,
        now=now,
        detail={"submission_id": submission.id, "version": listing.version},
    )
    return listing


def check_publishable(draft: ListingDraft, *, has_dates: bool) -> None:
    """A title, and for an event a date; NothingToPublishError says what is missing."""
    if not draft.title.strip():
        raise NothingToPublishError("名称がないため掲載できません。", field="title")
    if draft.kind == "event" and not has_dates:
        raise NothingToPublishError(
            "日時が決まっていないため、催しとして掲載できません。日時を入れるか、"
            "「お知らせ」に変えてください。",
            field="occurrences",
        )


def _again(session: Session, submission: Submission) -> Listing | None:
    """The listing this submission already had, brought back; another hub's is never found."""
    found = session.scalar(
        select(Listing).where(
            Listing.hub_id == submission.hub_id, Listing.submission_id == submission.id
        )
    )
    if found is None:
        return None
    check_arrow(found.status, ListingStatus.PUBLISHED)
    found.status = ListingStatus.PUBLISHED
    found.status_reason, found.withdrawn_at, found.cancelled_at = "", None, None
    found.sequence += 1
    return found
