"""The card of 「きょう」 that says when nobody sends, and what to do about it."""

from datetime import datetime

from flask import g
from sqlalchemy.orm import Session

from notifier import delivery
from notifier.kit import broker
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn

START_THEM = "機械の担当者に「notifier doctor を実行し、worker と beat を起動し直してください」と伝えてください。"
MEND_THE_BELL = "機械の担当者に「Redis につながりません。notifier doctor を実行し、Redis を見てください」と伝えてください。"


@today_card
def nobody_sends(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """A duty that has been silent for five minutes, or nobody who hears that something is due."""
    if not me.may("edit"):
        return None
    silent = delivery.silences(session, now=now)
    told = [f"{one.said}。" for one in silent]
    todo = [START_THEM] if told else []
    if nobody_hears():
        told.insert(0, "送る係を呼ぶ呼び鈴（Redis）につながりません。")
        todo.insert(0, MEND_THE_BELL)
    if not told:
        return None
    waits = delivery.standstill(
        [one.duty for one in silent],
        is_sure=any(one.minutes is not None for one in silent),
        is_bell_gone=nobody_hears(),
        sends_alone=delivery.sends_alone(session, now=now),
    )
    sentences = (*told, waits, *todo, delivery.NOTHING_IS_LOST)
    return TodayCard("送る仕組みが止まっています", "bad", sentences)


def nobody_hears() -> bool:
    """Whether the Redis that calls the workers is gone; asked once a page, as it may take seconds."""
    if "nobody_hears" not in g:
        g.nobody_hears = broker.is_gone_elsewhere()
    return bool(g.nobody_hears)
