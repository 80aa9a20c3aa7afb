"""A cancellation, and the honest story of where it is read from now on.

Nothing on the right is called here: editions look again at compose, approval and dispatch and
strike what is cancelled. What has been sent cannot be called back, and that is said.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import listings
from notifier.audit import Actor
from notifier.listings import Listing

AT_ONCE = (
    "公開ページの予定（線を引いて「中止」と理由を出します）",
    "購読されているカレンダー（中止の印と、新しい通し番号がつきます）",
    "RSS・オープンデータ",
)
BY_RECHECK = "まだ送っていない便（作るとき・承認するとき・送るときに、もう一度確かめて外します）"
NOT_REACHED = (
    "すでに届いたLINEとメールは書きかえられません。必要なら電話や掲示でも知らせてください。"
)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What was struck, and what it reaches."""

    listing: Listing
    is_whole: bool
    at_once: tuple[str, ...] = AT_ONCE
    by_recheck: str = BY_RECHECK
    not_reached: str = NOT_REACHED


def cancel(
    session: Session,
    listing: Listing,
    *,
    occurrence_id: int | None = None,
    reason: str,
    by: Actor,
    now: datetime,
) -> Cancellation:
    """Cancel one date or all to come (see ``listings.cancel``) and say what that touches."""
    listings.cancel(session, listing, occurrence_id=occurrence_id, reason=reason, by=by, now=now)
    return Cancellation(listing, listing.status is listings.ListingStatus.CANCELLED)
