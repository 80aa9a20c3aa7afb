"""Somebody writes into the opinion box. No name, no address, and calm when there are too many."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.engagement.models import Opinion
from notifier.engagement.opinion_words import BODY_LIMIT
from notifier.hubs import Hub
from notifier.kit import text
from notifier.kit.errors import BadInputError, TooManyError
from notifier.mailroom import allow

PER_ADDRESS_AND_HOUR = 10
PER_ADDRESS_AND_DAY = 30
PER_HUB_AND_DAY = 500
SAME_WITHIN = timedelta(minutes=10)


class BadOpinionError(BadInputError):
    """Empty or too long."""


class TooManyOpinionsError(TooManyError):
    """More than one address, or one hub, can mean."""


def hand_in_opinion(
    session: Session, hub: Hub, body: str, *, language: str, visitor: str, now: datetime
) -> Opinion:
    """Keep an opinion from the page. ``visitor`` is a network address, only counted (hashed).

    The same words twice within minutes (a button pressed twice) are one opinion.
    """
    words = _read(body)
    before = _same(session, hub, words, now)
    if before is not None:
        return before
    _check_caps(session, hub, visitor, now)
    return _keep(session, hub, words, (language, "web"), (Actor("reader", "匿名の方"), now))


def enter_opinion(session: Session, hub: Hub, body: str, *, by: Actor, now: datetime) -> Opinion:
    """Staff type in what came on paper or was said at the counter."""
    return _keep(session, hub, _read(body), ("ja", "paper"), (by, now))


def _read(body: str) -> str:
    words = text.printable(text.clean(body))
    if not words:
        raise BadOpinionError("ご意見を入れてください。", field="body")
    if len(words) > BODY_LIMIT:
        raise BadOpinionError(
            f"{BODY_LIMIT:,}文字までにしてください（いま{len(words):,}文字）。", field="body"
        )
    return words


def _same(session: Session, hub: Hub, words: str, now: datetime) -> Opinion | None:
    return session.scalar(
        select(Opinion)
        .where(
            Opinion.hub_id == hub.id, Opinion.body == words, Opinion.received_at > now - SAME_WITHIN
        )
        .limit(1)
    )


def _check_caps(session: Session, hub: Hub, visitor: str, now: datetime) -> None:
    caps = (
        ("opinion-hour", f"{hub.id}:{visitor}", PER_ADDRESS_AND_HOUR, timedelta(hours=1)),
        ("opinion-day", f"{hub.id}:{visitor}", PER_ADDRESS_AND_DAY, timedelta(days=1)),
        ("opinion-hub", str(hub.id), PER_HUB_AND_DAY, timedelta(days=1)),
    )
    for purpose, key, limit, window in caps:
        if not allow(session, purpose=purpose, key=key, limit=limit, window=window, now=now):
            raise TooManyOpinionsError(
                "いま、ご意見がたくさん届いています。時間をおいて、もう一度お送りください。"
                "お急ぎのときは、拠点に直接お知らせください。"
            )


def _keep(
    session: Session, hub: Hub, words: str, how: tuple[str, str], who: tuple[Actor, datetime]
) -> Opinion:
    language, way = how
    by, now = who
    made = Opinion(hub_id=hub.id, body=words, language=language, way=way, received_at=now)
    session.add(made)
    session.flush()
    audit.write(
        session,
        "ご意見箱に1件届きました。" if way == "web" else f"{by.label}がご意見を1件入れました。",
        verb="opinion.receive",
        subject=("opinion", made.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return made
