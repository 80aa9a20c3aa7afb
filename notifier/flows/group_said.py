"""The nouns of a talk with a group's contact: with whom, what she said, what she is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from notifier import audit
from notifier.directory import LineSender
from notifier.hubs import Hub
from notifier.intake import WHOLE_MESSAGE, line_buttons, line_words


@dataclass(frozen=True, slots=True)
class Talk:
    """With whom, about which hub."""

    hub: Hub
    sender: LineSender
    desk: line_words.Desk

    @property
    def actor(self) -> audit.Actor:
        """The sender in the trail: her group, never her name."""
        return audit.Actor("group", self.desk.group or "LINEの送り主（未確認）")


@dataclass(frozen=True, slots=True)
class Said:
    """Her words, the LINE message they came in, and the field they are about where its kind tells."""

    message_id: str
    words: str
    field: str = WHOLE_MESSAGE


@dataclass(frozen=True, slots=True)
class Reply:
    """What she is answered; ``is_news``: worth a paid message where the free reply came too late."""

    messages: Sequence[line_buttons.Message] = field(default_factory=list)
    is_news: bool = False
