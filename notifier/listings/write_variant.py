"""Write down a listing's words in another language: a draft until a named person checked it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.text import clean, one_line
from notifier.listings.models import Listing, ListingVariant, VariantStatus
from notifier.listings.named_facts import named_facts
from notifier.listings.wording import LANGUAGES, TEXTS, source_hash, texts_of, variant_in

TITLE, TEXT, NAME = 300, 4_000, 200


class UnknownLanguageError(BadInputError):
    """A language we have no pages in."""


class EmptyVariantError(BadInputError):
    """Without a title there is nothing to show in a list."""


class StaleVariantError(ConflictError):
    """Somebody else wrote it meanwhile."""


@dataclass(frozen=True, slots=True)
class VariantWords:
    """What was typed: ``texts`` by field name, ``version`` as the page showed it (0 = none yet)."""

    language: str
    texts: dict[str, str]
    translator: str
    version: int


def write_variant(
    session: Session, listing: Listing, words: VariantWords, *, by: Actor, now: datetime
) -> ListingVariant:
    """The variant with these words, as a draft of the Japanese that stands now.

    ``translator`` is who translated it, in words ("" = the person who typed). Errors:
    UnknownLanguageError, EmptyVariantError, StaleVariantError.
    """
    if words.language not in LANGUAGES:
        raise UnknownLanguageError("この言語のページはありません。", field="language")
    if not one_line(words.texts.get("title")):
        raise EmptyVariantError("名称を入れてください。", field="title")
    found = variant_in(listing, words.language)
    check_version(found, words.version)
    if found is None:
        found = ListingVariant(hub_id=listing.hub_id, language=words.language, version=0)
        listing.variants.append(found)
    for name in TEXTS:
        setattr(found, name, clean(words.texts.get(name))[:TEXT])
    found.title = one_line(found.title)[:TITLE]
    found.translator = one_line(words.translator)[:NAME] or by.label
    found.written_by, found.written_by_key, found.written_at = by.label, by.key, now
    found.status, found.checked_by, found.checked_at = VariantStatus.DRAFT, "", None
    found.source_hash = source_hash(listing)
    found.named_facts = named_facts(listing, texts_of(found))
    found.version += 1
    session.flush()
    note(session, listing, found, f"を{LANGUAGES[found.language]}で書きました", by=by, now=now)
    return found


def check_version(found: ListingVariant | None, version: int) -> None:
    """Refuse to write over what another person wrote since the page was opened."""
    if (found.version if found else 0) != version:
        raise StaleVariantError(
            "ほかの人が先に書きかえました。いまの内容を確かめて、もう一度入れてください。"
        )


def note(
    session: Session,
    listing: Listing,
    variant: ListingVariant,
    did: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """One sentence in the listing's history."""
    audit.write(
        session,
        f"{by.label}が「{listing.title}」{did}。",
        verb="variant",
        subject=("listing", listing.id),
        hub_id=listing.hub_id,
        by=by,
        now=now,
        detail={"language": variant.language, "version": variant.version},
    )
