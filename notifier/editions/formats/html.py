"""The HTML part of a mail: one column, inline styles, no images and nothing from outside."""

from collections.abc import Sequence

from markupsafe import Markup

from notifier.editions.card import Card, Frame
from notifier.editions.templating import template
from notifier.editions.words import Words


def card(item: Card, url: str, words: Words, *, folder: str) -> str:
    """One item as an ``article``; every field is escaped."""
    return template(folder, "card.html").render(card=item, url=url, words=words)


def issue(frame: Frame, cards: Sequence[str], *, folder: str) -> str:
    """The whole letter; %%SETTINGS_URL%% and %%UNSUBSCRIBE_URL%% are joined in per reader."""
    if not cards:
        return ""
    ready = [Markup(one) for one in cards]  # noqa: S704 - made by ``card``, escaped there
    return template(folder, "mail.html").render(frame=frame, words=frame.words, cards=ready)
