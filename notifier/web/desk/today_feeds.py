"""The card of 「きょう」 that names feeds which cannot be read."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import intake
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

PATIENCE = 2  # one failed reading is an ordinary evening on the internet
SAID = 3


@today_card
def failing_feeds(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Feeds that failed several times in a row."""
    del now
    if not me.may("edit"):
        return None
    failing = [
        feed
        for feed in intake.feeds(session, me.hub.id)
        if feed.is_active and feed.failures >= PATIENCE
    ]
    if not failing:
        return None
    sentences = [f"「{feed.name}」：{feed.last_error}" for feed in failing[:SAID]]
    if len(failing) > SAID:
        sentences.append(f"ほかに{len(failing) - SAID}件あります。")
    return TodayCard(
        "読みこめない配信元", "care", tuple(sentences), "配信元を開く", link_if("desk.feeds")
    )
