"""The cards of 「きょう」 that look at the queue, the next edition and the hub's settings."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import editions, editorial
from notifier.editions import Edition, EditionState
from notifier.editorial import CaseState
from notifier.hubs import Hub, line_channel, next_weekly_slot, say_weekly
from notifier.kit import clock
from notifier.web.desk.today import Level, TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

EDITIONS_LOOKED_AT = 10
WEEKLY = "weekly"
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
def next_edition(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Whether the next weekly edition will go by itself."""
    if not me.may("edit"):
        return None
    slot = next_weekly_slot(me.hub, after=now)
    on = slot.astimezone(me.hub.zone).date()
    found = editions.edition_on(session, me.hub.id, kind=WEEKLY, on=on)
    title = f"つぎの便　{clock.say_moment(slot, me.hub.zone)}"
    if found is None:
        return TodayCard(
            title,
            "care",
            (
                "下書きは、まだできていません。",
                f"{say_weekly(me.hub.schedule_weekly)}に送る予定です。",
            ),
            "今週の便を開く",
            _edition_url(None),
        )
    return _edition_card(title, found, me.hub)


@today_card
def stuck_editions(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Editions that did not go, and what to do."""
    del now
    if not me.may("edit"):
        return None
    recent = editions.editions(session, me.hub.id, limit=EDITIONS_LOOKED_AT)
    stuck = [one for one in recent if one.state in STUCK]
    if not stuck:
        return None
    sentences = tuple(f"{clock.say_date(one.on)}の便：{STUCK[one.state]}" for one in stuck)
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


def _edition_card(title: str, found: Edition, hub: Hub) -> TodayCard:
    if found.state == EditionState.APPROVED and found.send_at is not None:
        moment = clock.say_moment(found.send_at, hub.zone)
        who = "（もうひとりの承認を待っています）" if _waits(found, hub) else ""
        level: Level = "care" if who else "good"
        sentences = (f"承認ずみです。{moment} に送ります{who}。",)
        return TodayCard(title, level, sentences, "便を見る", _edition_url(found))
    if found.state == EditionState.DRAFT:
        sentences = (
            "下書きができています。内容を確かめて、承認してください。承認するまで送られません。",
        )
        return TodayCard(title, "care", sentences, "下書きを確かめる", _edition_url(found))
    state = editions.STATE_NAMES[found.state]
    return TodayCard(
        title, "plain", (f"いまの状態は「{state}」です。",), "便を見る", _edition_url(found)
    )


def _waits(found: Edition, hub: Hub) -> bool:
    return found.is_off_schedule and hub.second_person and found.second_at is None


def _edition_url(found: Edition | None) -> str:
    if found is not None:
        url = link_if("desk.edition_page", edition_id=found.id)
        if url:
            return url
    return link_if("desk.editions") or link_if("desk.this_week")


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
