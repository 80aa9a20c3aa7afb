"""LINE's monthly allowance: asked before the first call of an edition, never half-sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.delivery.models import Delivery, DeliveryState
from notifier.hubs import ChannelPurpose, Hub, LineChannel, line_channel
from notifier.kit.db import reading
from notifier.mailroom import channel_token
from notifier.wire import line

PLANS = {"communication": 200, "light": 5_000, "standard": 30_000}
PLAN_NAMES = {
    "communication": "コミュニケーションプラン",
    "light": "ライトプラン",
    "standard": "スタンダードプラン",
}


@dataclass(frozen=True, slots=True)
class QuotaView:
    """Recipients this month: used, allowed (None = unlimited) and left."""

    used: int
    limit: int | None
    left: int | None


def ask_quota(channel: LineChannel, *, now: datetime) -> QuotaView:
    """What LINE says of this month; an outside call, so no transaction may be open.

    Raises ``UnavailableError`` when LINE does not answer.
    """
    answer = line.quota(settings().line_api_url, channel_token(channel, now=now))
    return QuotaView(used=answer.used, limit=answer.limit, left=answer.left)


def is_short_for(channel: LineChannel, readers: int, *, now: datetime) -> bool:
    """Whether fewer messages are left than ``readers``."""
    left = ask_quota(channel, now=now).left
    return left is not None and left < readers


def shortage(hub_id: int, edition_id: int, *, now: datetime) -> str:
    """A sentence when the month's allowance cannot carry the whole edition, else ""."""
    with reading() as session:
        needed = planned_line_messages(session, edition_id)
        channel = line_channel(session, hub_id, ChannelPurpose.READERS)
        hub = session.get_one(Hub, hub_id)
    if not needed:
        return ""
    if channel is None:
        return "LINEで受け取る人がいますが、LINEアカウントが設定されていません。"
    view = ask_quota(channel, now=now)
    if view.left is None or view.left >= needed:
        return ""
    return (
        f"今月のLINEの残りは{view.left:,}通ですが、この便には{needed:,}通いります"
        f"（{needed - view.left:,}通不足）。まだ1通も送っていません。"
        f"いまの契約は{PLAN_NAMES[hub.line_plan]}です。"
        "送る人を減らす、メールに替える、プランを上げる、のどれかを選んでから、もう一度承認してください。"
    )


def planned_line_messages(session: Session, edition_id: int) -> int:
    """How many LINE messages the plan of an edition still needs (one per reader)."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Delivery)
            .where(
                Delivery.edition_id == edition_id,
                Delivery.channel == "line",
                Delivery.state == DeliveryState.QUEUED,
            )
        )
        or 0
    )
