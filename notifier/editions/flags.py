"""What a person should look at again on an item of an edition. Pure; each flag is a sentence."""

from collections.abc import Sequence
from datetime import datetime

from notifier.editions.snapshot import Snapshot
from notifier.kit.text import fold


def flags_of(view: Snapshot, others: Sequence[Snapshot], *, send_at: datetime) -> tuple[str, ...]:
    """The flags of one item among the standing ones, at the time it would be sent."""
    found = []
    twin = next((other for other in others if _is_twin(view, other)), None)
    if twin is not None:
        found.append(f"同じ日に同じ名前の「{twin.title}」があります。重複していませんか。")
    if view.apply_by_at is not None and view.apply_by_at <= send_at:
        found.append("送るときには、申込の締切が過ぎています。")
    if not view.showings and view.kind == "event":
        found.append("この便で知らせる日がもうありません。承認のときに外れます。")
    return tuple(found)


def changed_flag(view: Snapshot, living_version: int) -> tuple[str, ...]:
    """For a frozen item: the listing was changed after the approval."""
    if view.listing_version == living_version:
        return ()
    return ("承認のあとに内容が変わりました。変更を届けるには、承認を取り消してください。",)


def _is_twin(one: Snapshot, other: Snapshot) -> bool:
    return (
        one.listing_id != other.listing_id
        and fold(one.title) == fold(other.title)
        and bool(set(one.on_dates) & set(other.on_dates))
    )
