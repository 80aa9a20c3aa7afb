"""The plain part of a mail: complete by itself, readable aloud and on any telephone."""

from collections.abc import Sequence

from notifier.editions.card import Card, Frame
from notifier.editions.templating import template
from notifier.editions.words import Words
from notifier.kit.text import one_line, shorten

SUBJECT_LIMIT = 150


def subject(frame: Frame, count: int) -> str:
    """「11月21日号 今週のおでかけ（5件）西区地域子育て支援拠点」."""
    return shorten(one_line(f"{frame.title}（{count}件）{frame.hub_name}"), SUBJECT_LIMIT)


def card(item: Card, url: str, words: Words, *, folder: str) -> str:
    """One item as a paragraph of lines."""
    return template(folder, "card.txt").render(card=item, url=url, words=words)


def issue(frame: Frame, cards: Sequence[str], *, folder: str) -> str:
    """The whole letter; %%SETTINGS_URL%% and %%UNSUBSCRIBE_URL%% are joined in per reader."""
    if not cards:
        return ""
    return template(folder, "mail.txt").render(frame=frame, words=frame.words, cards=cards)
