"""What a listing says about fee, age and deadline, in the language asked for.

Said by us from the stored facts; the sender's own words stand beside them, translated where a
checked variant has them and in Japanese otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from notifier.hubs import Hub
from notifier.kit import say
from notifier.listings import Listing, Wording, is_only_the_amount
from notifier.taxonomy import ages

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the language it is in."""

    text: str
    language: str


def say_audience(listing: Listing, said: Wording) -> Said:
    """For whom: the words of the variant or, in Japanese, of the sender; else the ages we read."""
    if listing.audience_text and "audience_text" in said.own:
        return Said(said.text("audience_text"), said.language)
    spoken = ages.say_months(listing.min_months, listing.max_months, said.language)
    if not listing.audience_text:
        return Said(spoken, said.language)
    if listing.min_months is None and listing.max_months is None:
        return Said(listing.audience_text, "ja")
    return Said(f"{spoken}（{listing.audience_text}）", said.language)


def say_fee(listing: Listing, said: Wording, t: Words) -> Said:
    """The fee: the number in the language asked for, and what the sender adds to it."""
    words, yen = listing.fee_text, listing.fee_yen
    if said.language == "ja":
        return Said(words or say_yen(yen, t), "ja")
    if yen is not None and is_only_the_amount(words, yen):
        return Said(say_yen(yen, t), said.language)
    if "fee_text" in said.own:
        number = say_yen(yen, t)
        parts = [number] if number else []
        return Said(" / ".join([*parts, said.text("fee_text")]), said.language)
    if yen is None:
        return Said(words, "ja")
    return Said(f"{say_yen(yen, t)}（{words}）", said.language)


def say_yen(yen: int | None, t: Words) -> str:
    """「無料」「500円」; "" when the number is not known."""
    if yen is None:
        return ""
    return t["yen"].format(yen=f"{yen:,}") if yen else t["free"]


def say_deadline(listing: Listing, hub: Hub, language: str, t: Words) -> str:
    """Until when to apply; "" when nothing is said."""
    by = listing.apply_by_at
    if by is None:
        return ""
    return t["deadline"].format(moment=say.say_moment(by, hub.zone, language))
