"""Take a variant off the public pages; its words stay as a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.listings.check_variant import find_variant
from notifier.listings.models import Listing, ListingVariant, VariantStatus
from notifier.listings.wording import LANGUAGES
from notifier.listings.write_variant import check_version, note


def take_back_variant(
    session: Session, listing: Listing, *, language: str, version: int, by: Actor, now: datetime
) -> ListingVariant:
    """The variant, a draft again. Errors: NotFoundError, StaleVariantError."""
    found = find_variant(listing, language)
    check_version(found, version)
    found.status, found.checked_by, found.checked_at = VariantStatus.DRAFT, "", None
    found.version += 1
    session.flush()
    note(session, listing, found, f"の{LANGUAGES[language]}を下書きに戻しました", by=by, now=now)
    return found
