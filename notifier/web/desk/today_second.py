"""The card of 「きょう」 that asks the second person for a yes, or says that nobody has given it."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions
from notifier.editions import Edition
from notifier.kit import clock
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if


@today_card
def second_yes(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Approved editions without their second yes: whoever may give it is asked herself."""
    if not me.may("edit"):
        return None
    waiting = editions.waiting_for_second(session, me.hub)
    mine = [one for one in waiting if may_be_second(me, one)]
    if not waiting:
        return None
    shown = mine or waiting
    is_over = any(one.send_at is not None and one.send_at <= now for one in shown)
    return TodayCard(
        "あなたの承認を待っている便" if mine else "二人目の承認を待っている便",
        "bad" if is_over else "care",
        tuple(_sentence(me, session, one, now, is_mine=bool(mine)) for one in shown),
        "確かめて承認する" if mine else "便を開く",
        link_if("desk.edition_page", edition_id=shown[0].id),
    )


def may_be_second(me: SignedIn, edition: Edition) -> bool:
    """Whether this person may give the second yes."""
    return me.may("approve_edition") and me.actor.key != edition.approved_by_key


def second_todo(me: SignedIn, session: Session, edition: Edition) -> str:
    """What who reads it can do about the missing second yes."""
    if may_be_second(me, edition):
        return "二人目として、便のページで内容を確かめて承認してください。"
    if not editions.second_people(session, me.hub.id, first=edition.approved_by_key):
        return (
            "この拠点には、ほかに承認できる人がいません。どうすればよいかは、便のページにあります。"
        )
    return f"{edition.approved_by}さんとは別の発行責任者に、承認を頼んでください。"


def _sentence(
    me: SignedIn, session: Session, edition: Edition, now: datetime, *, is_mine: bool
) -> str:
    send_at = edition.send_at or now
    when = clock.say_moment(send_at, me.hub.zone)
    planned = f"{when} に送る予定でしたが" if send_at <= now else f"{when} に送る予定ですが"
    if is_mine:
        return (
            f"「{edition.title}」：{edition.approved_by}さんが承認しました。{planned}、"
            "いつもと違う時刻なので、二人目の承認があるまで送りません。"
            "内容を確かめて、二人目として承認してください。"
        )
    return (
        f"「{edition.title}」：{planned}、二人目の承認があるまで送りません。"
        f"{second_todo(me, session, edition)}"
    )
