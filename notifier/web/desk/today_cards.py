"""The cards of 「きょう」 that look at the queue, what did not go and the hub's settings."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions, editorial
from notifier.editions import Edition, EditionState
from notifier.editorial import CaseState
from notifier.hubs import Hub, line_channel
from notifier.kit import clock
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

EDITIONS_LOOKED_AT = 10
STUCK: dict[EditionState, str] = {
    EditionState.MISSED: "送る時刻を過ぎたため、自動では送りませんでした。送り直すかどうかを決めてください。",
    EditionState.BLOCKED: "通数が足りないなどの理由で止まっています。便のページで理由を確かめてください。",
    EditionState.HELD: "データを復元したため、送るのを止めています。中身を確かめてください。",
}


@today_card
def waiting_cases(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """How many submissions wait for a judgement, and which of them cannot wait."""
    if not me.may("judge"):
        return None
    counts = editorial.counts(session, me.hub.id)
    urgent = editorial.urgent_count(session, me.hub, now=now)
    waiting = counts[CaseState.WAITING]
    asked = counts[CaseState.ASKED] + counts[CaseState.HELD]
    rest = f"返事待ち・保留は {asked}件です。"
    url = link_if("desk.queue")
    if not waiting:
        return TodayCard(
            "編集デスク", "good", ("見ていない情報はありません。", rest), "編集デスクへ", url
        )
    sentences = [f"届いた情報が {waiting}件、判断を待っています。"]
    if urgent:
        sentences.append(
            f"つぎの便に間に合わせたいものが {urgent}件あります（返事待ちもふくみます）。"
        )
    return TodayCard("編集デスク", "care", (*sentences, rest), "編集デスクを開く", url)


@today_card
def stuck_editions(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Editions that did not go, and what to do."""
    if not me.may("edit"):
        return None
    today = clock.local(now, me.hub.zone).date()
    recent = editions.editions(session, me.hub.id, limit=EDITIONS_LOOKED_AT)
    stuck = [one for one in recent if one.state in STUCK]
    if not stuck:
        return None
    sentences = tuple(f"{clock.say_date(one.on, today=today)}の便：{_why(one)}" for one in stuck)
    return TodayCard("送られていない便", "bad", sentences, "便を開く", _edition_url(stuck[0]))


@today_card
def waiting_notices(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Cancellations nobody has told yet: parents may be on their way."""
    today = clock.local(now, me.hub.zone).date()
    waiting = [
        one
        for one in editions.editions(session, me.hub.id, kind="notice")
        if one.state is EditionState.DRAFT and one.on == today
    ]
    if not waiting:
        return None
    sentences = tuple(f"{one.title}が、発行責任者の承認を待っています。" for one in waiting)
    return TodayCard(
        "送っていない中止のお知らせ", "bad", sentences, "お知らせを開く", _edition_url(waiting[0])
    )


@today_card
def missing_settings(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """What must be settled before anything can be sent."""
    del now
    if not me.may("settings"):
        return None
    gaps = _gaps(me.hub, session)
    if not gaps:
        return None
    return TodayCard("設定の残り", "care", tuple(gaps), "設定を開く", link_if("admin.settings"))


def _why(one: Edition) -> str:
    """The reason of a missed edition names what was missing; a blocked one's numbers grow old."""
    return (one.state is EditionState.MISSED and one.reason) or STUCK[one.state]


def _edition_url(found: Edition) -> str:
    return link_if("desk.edition_page", edition_id=found.id) or link_if("desk.editions")


def _gaps(hub: Hub, session: Session) -> list[str]:
    gaps = []
    if not hub.mail_from:
        gaps.append("差出人のメールアドレスがないため、メールを送れません。")
    if not hub.postal_address:
        gaps.append("拠点の住所がないため、お知らせメールを送れません。")
    channel = line_channel(session, hub.id, "readers")
    if channel is None or not channel.sealed_secret:
        gaps.append("読者向けLINEチャネルがつながっていません。")
    return gaps
