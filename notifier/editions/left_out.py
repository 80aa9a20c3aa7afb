"""What is published but not in an edition, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier.editions.candidates import is_alive, listings_for, view_of
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
    if edition.state is not EditionState.DRAFT or kind_of(edition.kind).is_notice:
        return []
    inside = {item.listing_id for item in edition.items}
    coming = _coming(session, hub, edition, now=now)
    outside = [listing for listing in coming if listing.id not in inside]
    return [
        LeftOut(listing.id, listing.title, _why(listing, hub, edition, now))
        for listing in outside[:MOST]
    ]


def _coming(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> Sequence[Listing]:
    if not kind_of(edition.kind).is_sent:
        return listings_for(session, hub, edition, now=now)
    return sendable(session, hub.id, now=now, horizon_days=LOOK_AHEAD_DAYS, zone=hub.zone)


def _why(listing: Listing, hub: Hub, edition: Edition, now: datetime) -> str:
    kind, today = kind_of(edition.kind), clock.local(now, hub.zone).date()
    told_on = max(edition.on, today) if kind.is_sent else edition.on
    if not set(listing.outlets) & set(kind.outlets):
        return (
            "LINEにもメールにも載せない希望です。" if kind.is_sent else "紙面に載せない希望です。"
        )
    if not is_alive(listing, edition, today=today) and listing.kind is ListingKind.EVENT:
        return "中止になりました。"
    if listing.kind is ListingKind.INFORMATION:
        if listing.expires_on is not None and listing.expires_on < told_on:
            return "この便を送る日には、掲載の期限が過ぎています。"
        before = "前の便" if kind.is_sent else "前の号"
        return f"{before}でお知らせしたか、まだ取り込んでいません。"
    if view_of(listing, hub, edition, now=now).showings:
        return "下書きを作ったあとに掲載されました。「掲載の変化を取り込む」で入ります。"
    return _why_not_these_dates(listing, hub, edition, now)


def _why_not_these_dates(listing: Listing, hub: Hub, edition: Edition, now: datetime) -> str:
    if not kind_of(edition.kind).is_sent:
        return "この紙にのる日は、すべて中止になりました。"
    ahead = [row.starts_at for row in listing.occurrences if row.starts_at > now]
    if not ahead:
        return "もう始まっているか、終わっています。"
    days = [clock.local(moment, hub.zone).date() for moment in ahead]
    later = [day for day in days if day > edition.on]
    if not later:
        return "この便を送る前に始まります。"
    horizon = kind_of(edition.kind).horizon_days
    return f"{clock.say_date(later[0])}の予定で、まだ先です（{horizon}日先まで載せます）。"
