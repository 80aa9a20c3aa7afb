"""The card of 「きょう」 that says when nobody sends, and what to do about it."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import delivery
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn

WHAT_TO_DO = (
    "このままでは、便も連絡も送られません。",
    "機械の担当者に「notifier doctor を実行し、worker と beat を起動し直してください」と伝えてください。",
    "送るはずのものは失われていません。動きだせば続きから送ります。",
)


@today_card
def nobody_sends(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """A duty that has been silent for five minutes."""
    if not me.may("edit"):
        return None
    silent = delivery.silences(session, now=now)
    if not silent:
        return None
    sentences = tuple(f"{one.said}。" for one in silent)
    return TodayCard("送る仕組みが止まっています", "bad", (*sentences, *WHAT_TO_DO))
