"""What changed after a printed issue became final: sentences for a slip or a notice. Nothing frozen
is touched; the paper may already lie in its places.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions.candidates import is_alive, view_of
from notifier.editions.card import card_of
from notifier.editions.freeze import standing_items
from notifier.editions.models import Edition, EditionState
from notifier.editions.paper import printed_when
from notifier.editions.paper_words import deadline
from notifier.editions.snapshot import Snapshot
from notifier.editions.words import JA
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.listings import Listing


@dataclass(frozen=True, slots=True)
class Erratum:
    """One printed item that is not right any more."""

    listing_id: int
    title: str
    sentence: str


def errata(session: Session, edition: Edition, *, now: datetime) -> list[Erratum]:
    """Called off, withdrawn or changed since the approval, in the edition's order."""
    if edition.state is not EditionState.APPROVED:
        return []
    hub = get_hub(session, edition.hub_id)
    items = [item for item in standing_items(edition) if item.snapshot is not None]
    living = {
        listing.id: listing
        for listing in session.scalars(
            select(Listing).where(
                Listing.hub_id == hub.id, Listing.id.in_([item.listing_id for item in items])
            )
        )
    }
    found, today = [], clock.local(now, hub.zone).date()
    for item in items:
        printed = Snapshot.from_json(item.snapshot or {})
        listing = living[item.listing_id]
        if is_alive(listing, edition, today=today):
            said = compare(printed, view_of(listing, hub, edition, now=now), edition)
        else:
            said = "中止または取り下げになりました。"
        if said:
            found.append(Erratum(item.listing_id, printed.title, said))
    return found


def compare(printed: Snapshot, living: Snapshot, edition: Edition) -> str:
    """「日時: 5日(火) 10:00 → 6日(水) 10:00」 for each fact that differs; "" when none does."""
    if printed.showings and not living.showings:
        return "この月の日は、すべて中止になりました。"
    before, after = _facts(printed, edition), _facts(living, edition)
    changed = [
        f"{name}: {before[name] or '記載なし'} → {after[name] or '記載なし'}"
        for name in before
        if before[name] != after[name]
    ]
    return "／".join(changed)


def _facts(view: Snapshot, edition: Edition) -> dict[str, str]:
    card = card_of(view, JA)
    return {
        "題": card.title,
        "日時": printed_when(view, card, edition.on),
        "場所": card.place,
        "対象": card.audience,
        "費用": card.fee,
        "申込": card.apply,
        "締切": deadline(view),
        "問合せ": card.contact,
    }
