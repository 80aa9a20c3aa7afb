"""What is too long for paper, as sentences. Pure; nothing is ever cut without saying so."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifier.editions.paper import Paper, PaperItem
from notifier.kit.text import full_width_len

TITLE = 20
BODY = 60
SIDES = 2


@dataclass(frozen=True, slots=True)
class Overflow:
    """An item whose words are longer than paper has room for; lengths in full-width characters."""

    listing_id: int
    title: str
    sentences: tuple[str, ...]


def overflow_of(item: PaperItem) -> tuple[str, ...]:
    """「題が20文字を超えています（いま27文字）」 and the same for the words below it."""
    said = []
    for words, limit, name in ((item.title, TITLE, "題"), (item.body, BODY, "説明")):
        length = full_width_len(words)
        if length > limit:
            said.append(
                f"{name}が全角{limit}文字を超えています（いま{length:g}文字）。"
                "全文をそのまま印刷します。紙面用の短い文を入れると収まります。"
            )
    return tuple(said)


def overflows(paper: Paper) -> tuple[Overflow, ...]:
    """Every item with something too long, in the order printed."""
    found = [(item, overflow_of(item)) for item in paper.items]
    return tuple(Overflow(item.listing_id, item.title, said) for item, said in found if said)


def pages_sentence(pages: int) -> str:
    """The warning when the issue takes more than one sheet; "" when it fits."""
    if pages <= SIDES:
        return ""
    return (
        f"A4の表裏（{SIDES}ページ）に収まらず、{pages}ページになります。"
        "切らずに全部を印刷します。項目を外すか、紙面用の短い文を入れてください。"
    )


def all_sentences(paper: Paper, pages: int | None) -> Sequence[str]:
    """Every warning in one list, each naming its item."""
    said = [f"「{one.title}」{words}" for one in overflows(paper) for words in one.sentences]
    whole = pages_sentence(pages) if pages is not None else ""
    return [*([whole] if whole else []), *said]
