"""The kinds of edition: one entry each; a new kind is a templates folder and one line here.

Kinds are an open set of text keys (no migration). A kind stands here only when it works.
"""

from dataclasses import dataclass
from datetime import date

from notifier.kit.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of edition is.

    ``horizon_days`` counts from the send day; ``max_cards`` is the most a reader gets at once;
    ``is_scheduled`` says whether it follows the hub's weekly slot.
    """

    key: str
    name: str
    horizon_days: int
    channels: tuple[str, ...]
    max_cards: int
    templates: str
    is_scheduled: bool

    def title(self, on: date) -> str:
        """「11月21日号 今週のおでかけ」."""
        return f"{on.month}月{on.day}日号 {self.name}"


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="weekly",
            name="今週のおでかけ",
            horizon_days=14,
            channels=("line", "email"),
            max_cards=10,
            templates="editions/weekly",
            is_scheduled=True,
        ),
    )
}


class UnknownKindError(BadInputError):
    """A kind of edition nobody wrote yet."""


def kind_of(key: str) -> Kind:
    """The kind called ``key``. Raises ``UnknownKindError`` naming those we can make."""
    try:
        return KINDS[key]
    except KeyError:
        names = "、".join(f"{kind.key}（{kind.name}）" for kind in KINDS.values())
        raise UnknownKindError(
            f"「{key}」という種類の便はまだ作れません。作れる便: {names}", field="kind"
        ) from None
