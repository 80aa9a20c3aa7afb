"""「きょう」, the first page of the desk: what needs a person now, and will the next edition go.

Each card is a function that looks at one thing. To add one: write the function in a file of this
folder and decorate it with ``@today_card``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import render_template
from sqlalchemy.orm import Session

from notifier import audit
from notifier.kit import clock
from notifier.web.desk import blueprint
from notifier.web.guard import SignedIn, signed_in
from notifier.web.session import db

Level = Literal["bad", "care", "good", "plain"]
LEVEL_WORDS: dict[Level, str] = {
    "bad": "すぐ見てください",
    "care": "お願いします",
    "good": "順調です",
    "plain": "お知らせ",
}
LEVELS = tuple(LEVEL_WORDS)
TRAIL_SHOWN = 5
TRAIL_READ = 40
EVERYDAY = frozenset({"staff.sign_in"})


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One card: a heading, sentences, and where to go. Most urgent levels come first."""

    title: str
    level: Level
    sentences: tuple[str, ...]
    link_label: str = ""
    url: str = ""


CardMaker = Callable[[SignedIn, Session, datetime], TodayCard | None]

TODAY_CARDS: list[CardMaker] = []


def today_card(make: CardMaker) -> CardMaker:
    """Add a card to the page; ``make`` gives ``None`` when there is nothing to say."""
    TODAY_CARDS.append(make)
    return make


@blueprint.get("/")
def today() -> str:
    """The first page after signing in."""
    me = signed_in()
    now = clock.now()
    # By file and not by who was imported first, so that the page looks the same everywhere.
    makers = sorted(TODAY_CARDS, key=lambda make: make.__module__)
    made = [card for make in makers if (card := make(me, db(), now))]
    return render_template(
        "web/desk/today.html",
        me=me,
        now=now,
        cards=sorted(made, key=lambda card: LEVELS.index(card.level)),
        level_words=LEVEL_WORDS,
        trail=_trail(me),
    )


def _trail(me: SignedIn) -> list[audit.AuditEntry]:
    """The newest deeds; that people sign in is seen on the log page.

    Who only enters sees what they did themselves.
    """
    latest = audit.latest(db(), me.hub.id, limit=TRAIL_READ)
    # An item and its case each keep what was done to them; here it is one deed.
    once = {(entry.at, entry.actor_id, entry.sentence): entry for entry in reversed(latest)}
    seen = [one for one in reversed(once.values()) if one.verb not in EVERYDAY]
    if not me.may("judge"):
        seen = [one for one in seen if (one.actor_kind, one.actor_id) == ("staff", me.actor.id)]
    return seen[:TRAIL_SHOWN]
