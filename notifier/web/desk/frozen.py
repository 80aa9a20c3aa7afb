"""Whether an approved edition already holds a listing: only the edge can know for the desk."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions import Edition, EditionItem, EditionState

_LOOSE = (EditionState.DRAFT, EditionState.MISSED)


def is_frozen(session: Session, hub_id: int, listing_id: int | None) -> bool:
    """Is the listing an item of an edition of this hub that was approved and not reopened?"""
    if listing_id is None:
        return False
    held = (
        select(EditionItem.id)
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(
            Edition.hub_id == hub_id,
            EditionItem.hub_id == hub_id,
            EditionItem.listing_id == listing_id,
            EditionItem.is_dropped.is_(False),
            Edition.state.not_in(_LOOSE),
        )
        .limit(1)
    )
    return session.scalar(held) is not None
