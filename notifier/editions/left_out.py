"""What is published but not in an edition, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.candidates import view_of
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition, EditionState
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.listings import Listing, ListingKind, sendable

LOOK_AHEAD_DAYS = 60
MOST = 30


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A listing that does not stand in the edition, with the reason in a sentence."""

    listing_id: int
    title: str
    reason: str


def left_out(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> list[LeftOut]:
    """Published listings of the coming weeks that a draft does not tell of."""
    if edition.state is not EditionState.DRAFT:
        return []
    inside = {item.listing_id for item in edition.items}
    coming = sendable(session, hub.id, now=now, horizon_days=LOOK_AHEAD_DAYS, zone=hub.zone)
    outside = [listing for listing in coming if listing.id not in inside]
    return [
        LeftOut(listing.id, listing.title, _why(listing, hub, edition, now))
        for listing in outside[:MOST]
    ]


def _why(listing: Listing, hub: Hub, edition: Edition, now: datetime) -> str:
    if not set(listing.outlets) & set(kind_of(edition.kind).channels):
        return "LINEにもメールにも載せない希望です。"
    if listing.kind is ListingKind.INFORMATION:
        if listing.expires_on is not None and listing.expires_on < edition.on:
            return "この便の日には、掲載の期限が過ぎています。"
        return "前の便でお知らせしたか、まだ取り込んでいません。"
    if view_of(listing, hub, edition, now=now).showings:
        return "下書きを作ったあとに掲載されました。「掲載の変化を取り込む」で入ります。"
    return _why_not_these_dates(listing, hub, edition, now)


def _why_not_these_dates(listing: Listing, hub: Hub, edition: Edition, now: datetime) -> str:
    ahead = [row.starts_at for row in listing.occurrences if row.starts_at > now]
    if not ahead:
        return "もう始まっているか、終わっています。"
    days = [clock.local(moment, hub.zone).date() for moment in ahead]
    later = [day for day in days if day > edition.on]
    if not later:
        return "この便を送る前に始まります。"
    horizon = kind_of(edition.kind).horizon_days
    return f"{clock.say_date(later[0])}の予定で、まだ先です（{horizon}日先まで載せます）。"
