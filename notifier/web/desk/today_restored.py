"""The card of 「きょう」 that leads administrators to what a restore holds back."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions, mailroom
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if


@today_card
def held_back(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """What waits for an administrator since a backup was restored."""
    del now
    if not me.may("settings"):
        return None
    waiting = len(editions.held_editions(session, me.hub.id))
    messages = sum(one.count for one in mailroom.held_kinds(session, me.hub.id))
    if not waiting + messages:
        return None
    sentences = (
        f"バックアップから復元したため、便 {waiting}件と連絡 {messages:,}件を止めています。",
        "もう送られていないかを確かめて、送るかどうかを決めてください。",
    )
    return TodayCard("復元のあとの確認", "bad", sentences, "確かめる", link_if("admin.restored"))
