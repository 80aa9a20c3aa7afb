"""Who is the same as whom: the id of a submission, and the mark of its content. Pure.

The same id with the same content is a duplicate; with other content it is a revision.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from notifier.intake.draft import ListingDraft
from notifier.kit.clock import local
from notifier.kit.text import clean, fold

ID_LIMIT = 100
_NOT_CONTENT = frozenset({"readings", "questions", "external_id"})


def external_id(draft: ListingDraft, *, sender: str = "", first_words: str = "") -> str:
    """The sender's own id, else a hash of (who, folded title, place, first date).

    ``sender`` tells apart people of whom we know nothing but an address, so that a stranger's
    item never becomes a revision of somebody else's. ``first_words`` stand in where nothing at
    all could be read (a photo alone).
    """
    own = clean(draft.external_id)
    if own and len(own) <= ID_LIMIT:
        return own
    if own:
        return "i:" + _hash(own)
    first = min((row.starts_at for row in draft.occurrences), default=None)
    day = local(first).date().isoformat() if first else fold(draft.when_text)
    what = fold(draft.title) or first_words
    return "h:" + _hash(
        "\n".join((fold(draft.organiser), fold(sender), what, fold(draft.place_name), day))
    )


def content_hash(draft_json: dict[str, Any], *, files: Iterable[str] = ()) -> str:
    """The mark of what is said: our own remarks (readings, questions) do not count."""
    said = {name: value for name, value in draft_json.items() if name not in _NOT_CONTENT}
    whole = json.dumps([said, sorted(files)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:48]
