"""A listing's words in the language a person asked for, with the Japanese where none are ready. Pure.

Only words are translated. Dates, place, fee and age are said by us from the same facts in every
language, so that a translation cannot send anybody to a wrong day.
"""

import hashlib
import json
import re
from dataclasses import dataclass

from notifier.kit.text import half
from notifier.listings.models import Listing, ListingVariant, VariantStatus
from notifier.listings.named_facts import lost_facts
from notifier.taxonomy import say_set_phrase

LANGUAGES: dict[str, str] = {"easy": "やさしい日本語", "en": "English"}
TEXTS: dict[str, str] = {
    "title": "名称",
    "body": "内容",
    "audience_text": "対象",
    "fee_text": "費用",
    "capacity_text": "定員",
    "apply_text": "申込み",
    "bring_text": "持ち物",
    "weather_text": "荒天のとき",
}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Wording:
    """``language`` is the one asked for; ``own`` names the texts that are really in it."""

    language: str
    texts: dict[str, str]
    own: frozenset[str]

    @property
    def is_ready(self) -> bool:
        """Whether a checked variant stands behind it (Japanese always does)."""
        return self.language == "ja" or "title" in self.own

    def text(self, name: str) -> str:
        """The words of a field, in the language asked for or in Japanese."""
        return self.texts[name]

    def language_of(self, name: str) -> str:
        """In which language these words are."""
        return self.language if name in self.own else "ja"


def wording(listing: Listing, language: str = "ja") -> Wording:
    """What to show of ``listing`` to somebody who reads ``language``."""
    texts = texts_of(listing)
    if language == "ja":
        return Wording(language, texts, frozenset(texts))
    said = {
        name: phrase for name in TEXTS if (phrase := say_set_phrase(name, texts[name], language))
    }
    variant = shown_variant(listing, language)
    if variant is not None:
        said |= {name: text for name in TEXTS if (text := getattr(variant, name))}
    return Wording(language, texts | said, frozenset(said))


def variant_in(listing: Listing, language: str) -> ListingVariant | None:
    """The variant in that language, whatever its state."""
    return next((one for one in listing.variants if one.language == language), None)


def shown_variant(listing: Listing, language: str) -> ListingVariant | None:
    """The variant the public may see: checked, of the words that stand now, naming no fact that is past."""
    found = variant_in(listing, language)
    if found is None or found.status is not VariantStatus.CHECKED or needs_a_look(listing, found):
        return None
    return found


def needs_a_look(listing: Listing, variant: ListingVariant) -> bool:
    """Must a person read it again, because the Japanese or a fact it may name has changed?"""
    return is_outdated(listing, variant) or bool(lost_facts(listing, variant.named_facts))


def is_outdated(listing: Listing, variant: ListingVariant) -> bool:
    """Have the Japanese words changed since the variant was written or checked?"""
    return variant.source_hash != source_hash(listing)


def source_hash(listing: Listing) -> str:
    """A hash over the Japanese words a variant is made from."""
    words = list(texts_of(listing).values())
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def texts_of(row: Listing | ListingVariant) -> dict[str, str]:
    """The words by field name."""
    return {name: getattr(row, name) for name in TEXTS}


def strange_numbers(listing: Listing, variant: ListingVariant) -> list[str]:
    """Numbers of the variant the Japanese words do not hold: a hint for who checks it."""
    known = set(_NUMBER.findall(half(" ".join(texts_of(listing).values()))))
    found = _NUMBER.findall(half(" ".join(texts_of(variant).values())))
    return [number for number in dict.fromkeys(found) if number not in known]
