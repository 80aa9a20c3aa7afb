"""Where an item stands, in the words its sender reads on the page and in LINE."""

from sqlalchemy.orm import Session

from notifier import editorial, intake, listings
from notifier.editorial import CaseState
from notifier.listings import ListingStatus

OF_CASE = {
    CaseState.WAITING: "確認中",
    CaseState.ASKED: "質問あり",
    CaseState.HELD: "確認中",
    CaseState.APPROVED: "掲載中",
    CaseState.REJECTED: "掲載しません",
    CaseState.MERGED: "新しい内容にまとめました",
    CaseState.WITHDRAWN: "取り下げ",
}
OF_LISTING = {
    ListingStatus.PUBLISHED: "掲載中",
    ListingStatus.CANCELLED: "中止",
    ListingStatus.ENDED: "終わりました",
    ListingStatus.WITHDRAWN: "掲載を止めています",
}


def say_state(
    sent: intake.Submission,
    case: editorial.Case | None,
    listing: listings.Listing | None,
    *,
    has_question: bool,
) -> str:
    """The state in a word; ``listing`` is given once it is shown."""
    if sent.withdrawn_at:
        return "取り下げ"
    if case is None:
        return "受付"
    if listing is not None:
        return OF_LISTING[listing.status]
    if has_question and case.state in (CaseState.WAITING, CaseState.HELD):
        return "質問あり"
    return OF_CASE[case.state]


def say_reason(case: editorial.Case | None, listing: listings.Listing | None) -> str:
    """Why it is not, or no longer, published; "" where there is nothing to say."""
    if listing is not None:
        return listing.status_reason
    if case is not None and case.state is CaseState.REJECTED:
        return case.reason
    return ""


def as_known(session: Session, sent: intake.Submission) -> intake.ListingDraft:
    """The item as it stands now: what is published, else the desk's copy, else what was sent."""
    case = editorial.cases_of(session, sent.hub_id, [sent.id]).get(sent.id)
    if case is None:
        return sent.draft
    if case.state is CaseState.APPROVED and case.listing_id:
        listing = listings.find_listing(session, sent.hub_id, case.listing_id)
        if listing.status is ListingStatus.PUBLISHED:
            return listings.draft_of(listing)
    return case.draft
