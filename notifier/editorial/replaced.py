"""What a correction replaced in its listing, field by field, so that it can be given back. Pure."""

from typing import Any

from notifier.intake import ListingDraft

Replaced = dict[str, list[Any]]  # {field: [what stood there, what the correction put there]}


def replaced(before: ListingDraft, after: ListingDraft) -> Replaced:
    """The fields in which a listing changed when a correction was approved."""
    old, new = before.to_json(), after.to_json()
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def given_back(said: ListingDraft, found: Replaced) -> ListingDraft:
    """What the listing says now (``said``) without what the correction put there.

    What was changed once more since, by another correction or with its place, stays as it is.
    """
    now = said.to_json()
    back = {name: old for name, (old, new) in found.items() if _still_says(name, now[name], new)}
    return ListingDraft.from_json(now | back)


def both_ways(draft: ListingDraft, found: Replaced) -> tuple[ListingDraft, ListingDraft]:
    """``draft`` as the listing was before the correction, and as it was after."""
    said = draft.to_json()
    old, new = ({name: pair[end] for name, pair in found.items()} for end in (0, 1))
    return ListingDraft.from_json(said | old), ListingDraft.from_json(said | new)


def _still_says(name: str, now: Any, new: Any) -> bool:  # noqa: ANN401 - JSON is any
    """A date that was called off since is not among those of now."""
    return all(row in new for row in now) if name == "occurrences" else bool(now == new)
