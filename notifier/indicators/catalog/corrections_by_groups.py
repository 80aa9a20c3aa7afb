"""How often groups mended their own items, and how many senders took part."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import Submission
from notifier.kit import clock

KEY = "corrections_by_groups"
NAME = "団体が自分の情報を直した件数"
QUESTION = "担い手が、自分の情報づくりに加わっているか"
UNIT = "件"
DEFINITION = (
    "期間中に、掲載中の情報について届いた訂正（団体のページから、または職員の代理入力で）の数です。"
    "同じ情報を2回直せば2件です。"
)
SOURCE = "受付の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "キ"
LIST_OF = "submission"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part: corrections received, once anything was received at all."""
    start, end = period.moments(hub.zone)
    anything = select(Submission.id).where(
        Submission.hub_id == hub.id, Submission.received_at >= start, Submission.received_at < end
    )
    if session.scalar(anything.limit(1)) is None:
        return []
    rows = session.execute(
        select(Submission.id, Submission.title, Submission.received_at)
        .where(
            Submission.hub_id == hub.id,
            Submission.corrects_listing_id.is_not(None),
            Submission.received_at >= start,
            Submission.received_at < end,
        )
        .order_by(Submission.received_at, Submission.id)
    )
    lines = tuple(ListRow(key, title, clock.say_moment(at, hub.zone)) for key, title, at in rows)
    return [Part("", "全体", lines)]
