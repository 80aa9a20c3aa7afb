"""A cancellation, and the honest story of where it is read from now on.

Editions look again at compose, approval and dispatch and strike what is cancelled. What has been
sent cannot be called back; those who got it can be told, and that is said.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from notifier import listings
from notifier.audit import Actor
from notifier.editions import Edition
from notifier.flows.notify import notify
from notifier.hubs import Hub, get_hub
from notifier.listings import Listing, Occurrence

AT_ONCE = (
    "公開ページの予定（線を引いて「中止」と理由を出します）",
    "購読されているカレンダー（中止の印と、新しい通し番号がつきます）",
    "RSS・オープンデータ",
)
BY_RECHECK = "まだ送っていない便（作るとき・承認するとき・送るときに、もう一度確かめて外します）"
NOT_REACHED = (
    "すでに届いたLINEとメールは書きかえられません。必要なら電話や掲示でも知らせてください。"
)

Tell = Literal["no", "ask", "now"]


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What was struck, and what it reaches."""

    listing: Listing
    is_whole: bool
    notice: Edition | None = None
    at_once: tuple[str, ...] = AT_ONCE
    by_recheck: str = BY_RECHECK
    not_reached: str = NOT_REACHED


def cancel(  # noqa: PLR0913 - which date, why, and who is told
    session: Session,
    listing: Listing,
    *,
    occurrence_id: int | None = None,
    reason: str,
    tell: Tell = "no",
    by: Actor,
    now: datetime,
) -> Cancellation:
    """Cancel one date or all to come (see ``listings.cancel``) and say what that touches.

    ``tell``: "now" sends those who were told a notice (``by`` must be a person who may approve),
    "ask" leaves it as a draft for a publisher, "no" tells nobody.
    """
    hub = get_hub(session, listing.hub_id)
    dates = struck_dates(hub, listing, occurrence_id, now=now)
    listings.cancel(session, listing, occurrence_id=occurrence_id, reason=reason, by=by, now=now)
    notice = None
    if tell != "no":
        said = dates[0].status_reason if dates else listing.status_reason
        notice = notify(
            session,
            hub,
            listing,
            dates=dates,
            reason=said,
            approves=tell == "now",
            by=by,
            now=now,
        )
    return Cancellation(listing, listing.status is listings.ListingStatus.CANCELLED, notice)


def struck_dates(
    hub: Hub, listing: Listing, occurrence_id: int | None, *, now: datetime
) -> list[Occurrence]:
    """The dates a cancellation would strike."""
    return [
        row
        for row in listings.coming(listing, now=now, zone=hub.zone)
        if occurrence_id in (None, row.id)
    ]
