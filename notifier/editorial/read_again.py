"""Words mended by hand are read again, as an answer is: what follows from them follows. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from notifier.editorial.patch import READ, WORDS
from notifier.intake import ListingDraft, read_form

# What a person sets together, and so takes out of our hands together.
_TOGETHER = (
    ("min_months", "max_months"),
    ("audiences",),
    ("fee_yen",),
    ("capacity", "capacity_unit"),
)


def read_again(
    old: ListingDraft, new: ListingDraft, *, today: date, zone: ZoneInfo
) -> ListingDraft:
    """``new`` with its ages, amounts and numbers read from the words that differ from ``old``.

    Otherwise 「0歳児」 typed beside empty months would be told to everybody, and a fee mended in
    Japanese would still be the old one in English. What the person set beside the words stays, and
    so does everything when the words were only taken away. A question the words answer is closed.
    """
    values: dict[str, Any] = {}
    closed: set[str] = set()
    asked = []
    for field in sorted(WORDS):
        words = getattr(new, field)
        if not words or words == getattr(old, field):
            continue
        closed.add(field)
        if field not in READ:
            continue
        read = read_form({field: words}, today=today, zone=zone)
        names = [name for name in READ[field] if name not in _by_hand(old, new)]
        values |= {name: getattr(read, name) for name in names}
        asked += [question for question in read.questions if question.field == field]
    if not closed:
        return new
    still = tuple(question for question in new.questions if question.field not in closed)
    return replace(new, **values, questions=(*still, *asked))


def _by_hand(old: ListingDraft, new: ListingDraft) -> frozenset[str]:
    """The fields the person set, with those that belong to them."""
    return frozenset(
        name
        for group in _TOGETHER
        if any(getattr(old, one) != getattr(new, one) for one in group)
        for name in group
    )
