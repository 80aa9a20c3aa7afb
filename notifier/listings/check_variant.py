"""A named person read a variant beside the Japanese: from now on the public sees it."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import get_hub
from notifier.kit.errors import ConflictError, NotAllowedError, NotFoundError
from notifier.listings.models import Listing, ListingVariant, VariantStatus
from notifier.listings.named_facts import named_facts
from notifier.listings.wording import LANGUAGES, is_outdated, texts_of, variant_in
from notifier.listings.write_variant import check_version, note


class OutdatedVariantError(ConflictError):
    """The Japanese changed after the translation was written."""


def check_variant(
    session: Session, listing: Listing, *, language: str, version: int, by: Actor, now: datetime
) -> ListingVariant:
    """The variant, shown; its words are right beside the facts that stand now.

    Errors: NotFoundError, StaleVariantError, OutdatedVariantError; NotAllowedError for a machine,
    and for one's own words where the hub wants two people.
    """
    found = find_variant(listing, language)
    check_version(found, version)
    if by.kind != "staff":
        raise NotAllowedError("確かめたと言えるのは、名前のわかる職員だけです。")
    if found.written_by_key == by.key and not get_hub(session, listing.hub_id).may_approve_own:
        raise NotAllowedError("ご自分で書いたものは、ほかの職員に確かめてもらってください。")
    if is_outdated(listing, found):
        raise OutdatedVariantError(
            "日本語の内容が、書いたあとに変わりました。訳を見直して、下書きを保存してください。"
        )
    found.status, found.checked_by, found.checked_at = VariantStatus.CHECKED, by.label, now
    found.named_facts = named_facts(listing, texts_of(found))
    found.version += 1
    session.flush()
    note(session, listing, found, f"の{LANGUAGES[language]}を確かめ、公開しました", by=by, now=now)
    return found


def find_variant(listing: Listing, language: str) -> ListingVariant:
    """The variant of that language; NotFoundError when nobody wrote one."""
    found = variant_in(listing, language)
    if found is None:
        raise NotFoundError("この言語では、まだ書かれていません。")
    return found
