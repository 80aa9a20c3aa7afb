"""The card of 「きょう」 that says what did not reach people, and what to do about it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import delivery, mailroom
from notifier.delivery import Trouble
from notifier.mailroom import OutboxState
from notifier.web.desk.today import TodayCard, today_card
from notifier.web.guard import SignedIn
from notifier.web.nav import link_if

LOOKED_BACK = timedelta(days=7)
EDITIONS_SAID = 3


@today_card
def not_reached(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Deliveries of the last week that failed or are unknown."""
    if not me.may("edit"):
        return None
    found = delivery.troubles(session, me.hub.id, since=now - LOOKED_BACK)
    if not found:
        return None
    sentences = [_sentence(one) for one in found[:EDITIONS_SAID]]
    if any(one.unknown for one in found):
        sentences.append(
            "「わからない」は、届いたかもしれないため、自動では送り直しません。"
            "大事な知らせなら、別の方法でも伝えてください。"
        )
    stopped = sum(one.stopped for one in found)
    if stopped:
        sentences.append(
            f"届けられなかった宛先のうち {stopped:,}件は、もう送らないよう自動で止めました。"
            "本人が登録し直すと、また届きます。"
        )
    if any(one.not_reached > one.stopped for one in found):
        sentences.append(
            "止めていない宛先には、次の便をまた送ります。続けて戻ると、自動で止めます。"
        )
    url = link_if("desk.edition_page", edition_id=found[0].edition_id)
    return TodayCard("届かなかったお知らせ（7日間）", "care", tuple(sentences), "便を見る", url)


@today_card
def single_messages(me: SignedIn, session: Session, now: datetime) -> TodayCard | None:
    """Invitations, links and questions that could not be sent."""
    if not me.may("edit"):
        return None
    failed = _since(session, me, OutboxState.FAILED, now)
    unknown = _since(session, me, OutboxState.UNKNOWN, now)
    if not failed + unknown:
        return None
    sentences = (
        f"招待・リンク・質問などの連絡が、送れなかった {failed}件、届いたかわからない {unknown}件です。",
        "宛先とメールの設定を確かめ、必要なら電話などで伝えてください。",
    )
    return TodayCard("送れなかった連絡（7日間）", "care", sentences)


def _since(session: Session, me: SignedIn, state: OutboxState, now: datetime) -> int:
    rows = mailroom.outbox(session, me.hub.id, state=state)
    return sum(row.created_at >= now - LOOKED_BACK for row in rows)


def _sentence(one: Trouble) -> str:
    told = []
    if one.not_reached:
        told.append(f"届けられなかった {one.not_reached:,}人")
    if one.unknown:
        told.append(f"届いたかわからない {one.unknown:,}人")
    return f"「{one.title}」：{'、'.join(told)}。"
