"""The sender takes an item back: before it was published it is withdrawn, afterwards cancelled."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, editorial, intake, listings
from notifier.flows.cancel import cancel

REASON = "主催者の都合により中止になりました。"


def take_back(
    session: Session,
    submission: intake.Submission,
    *,
    reason: str = "",
    by: audit.Actor,
    now: datetime,
) -> str:
    """ "withdrawn" or "cancelled". A cancellation goes out at once: parents must not stand there.

    A published item stays visible, struck through, with the reason.
    """
    case = editorial.cases_of(session, submission.hub_id, [submission.id]).get(submission.id)
    if case is not None and case.state is editorial.CaseState.APPROVED and case.listing_id:
        listing = listings.find_listing(session, submission.hub_id, case.listing_id)
        if listing.status is listings.ListingStatus.PUBLISHED:
            # The page says so at once; a publisher decides whether those who were told get a notice.
            cancel(session, listing, reason=reason or REASON, tell="ask", by=by, now=now)
        return "cancelled"
    intake.withdraw(session, submission, by=by, now=now)
    editorial.withdraw_case(session, submission, by=by, now=now)
    return "withdrawn"
