"""「きょう」: sheets on the notice boards that have to come down or be printed again."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if


@today_card
def old_sheets(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Which sheets tell what is not right any more; no card while every one is right."""
    if not me.may("edit"):
        return None
    hangs = editions.hanging(session, me.hub.id, now=now)
    if hangs is None or not hangs.stale:
        return None
    names = "、".join(row.name for row in hangs.stale)
    what = "期限が過ぎた紙" if hangs.is_over else "この紙は古くなりました。刷り直してください"
    return TodayCard(
        "掲示の紙", "care", (f"{what}：{names}",), "掲示の紙を開く", link_if("desk.board")
    )
