"""LINE's monthly allowance: asked before the first call of an edition, never half-sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.delivery.ask_quota import ask_quota
from notifier.delivery.known_quota import with_uncounted
from notifier.delivery.line_look import note_look
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.pass_over import most_line_messages
from notifier.delivery.quota_view import PLAN_NAMES, QuotaView
from notifier.delivery.retry import BAD_REQUEST, REFUSED_CHANNEL, TOO_MANY
from notifier.editions import Edition, EditionState
from notifier.hubs import ChannelPurpose, HasLogin, Hub, line_channel
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.wire import line

LINE_SHORT = "line_short"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an edition cannot go out whole: a sentence that says what to do, and a key we ask for."""

    sentence: str
    key: str = ""


def is_short_for(channel: HasLogin, readers: int, *, now: datetime) -> bool:
    """Whether fewer messages are left than ``readers``."""
    left = ask_quota(channel, now=now).left
    return left is not None and left < readers


def look_at_month(hub_id: int, edition_id: int, *, now: datetime) -> QuotaView | Hindrance | None:
    """What LINE says is left, an outside call; what hinders when the account itself is not right,
    None when the edition takes no LINE message."""
    with reading() as session:
        needed = _needed(session, edition_id)
        channel = line_channel(session, hub_id, ChannelPurpose.READERS)
    if not needed:
        return None
    if channel is None:
        return Hindrance("LINEで受け取る人がいますが、LINEアカウントが設定されていません。")
    try:
        view = ask_quota(channel, now=now)
    except line.LineRefusedError as error:
        if BAD_REQUEST <= error.status < TOO_MANY:
            return Hindrance(REFUSED_CHANNEL)
        raise
    with writing() as session:
        # No page shall say an older number than we go by.
        note_look(session, hub_id, view, now=now)
    return view


def shortage(
    session: Session, edition: Edition, view: QuotaView, *, now: datetime
) -> Hindrance | None:
    """What hinders when the month's allowance cannot carry the whole edition.

    The edition takes what a person decided, else what is planned. What other editions are just
    sending is taken off first, and what we sent that LINE has not counted. For the transaction
    that releases the batches: the hub is locked, for two editions at once must not both count on
    the same messages. Who is released first goes.
    """
    hub = session.get_one(Hub, edition.hub_id, with_for_update={"key_share": True})
    view = with_uncounted(session, hub.id, view, now=now)
    if view.left is None:
        return None
    needed = _needed(session, edition.id)
    left = max(0, view.left - _promised(session, edition))
    if left >= needed:
        return None
    sentence = (
        f"今月のLINEの残りは{left:,}通ですが、この便には{needed:,}通いります"
        f"（{needed - left:,}通不足）。今回はまだ1通も送っていません。"
        f"いまの契約は{PLAN_NAMES[hub.line_plan]}です。"
        "この便のページで、メールに替える・順番に休んでもらう・便を休みにする・プランを上げる、のどれかを"
        f"決めてください。残りは{_next_month(now)}に数え直されます。"
    )
    return Hindrance(sentence, LINE_SHORT)


def was_short(edition: Edition) -> bool:
    """Whether the edition is held back by ``shortage``: its numbers are those of that moment."""
    return edition.reason_key == LINE_SHORT


def _next_month(now: datetime) -> str:
    """「12月1日」: LINE counts by the months of Japan."""
    return f"{clock.local(now).month % 12 + 1}月1日"


def _needed(session: Session, edition_id: int) -> int:
    return most_line_messages(session, edition_id, _planned(session, edition_id))


def _promised(session: Session, edition: Edition) -> int:
    """LINE messages of the hub's other editions that were released and are not sent yet."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Delivery)
            .join(Edition, Edition.id == Delivery.edition_id)
            .join(Batch, Batch.id == Delivery.batch_id)
            .where(
                Delivery.hub_id == edition.hub_id,
                Delivery.edition_id != edition.id,
                Delivery.channel == "line",
                Delivery.state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)),
                Edition.state == EditionState.DISPATCHING,
                Batch.state != BatchState.WAITING,
            )
        )
        or 0
    )


def _planned(session: Session, edition_id: int) -> int:
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
