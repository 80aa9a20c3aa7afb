"""What became of opinions: answered, told to everybody, taken up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.engagement import Opinion
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock

KEY = "opinions_adopted"
NAME = "答えたご意見と、取り入れたご意見の数"
QUESTION = "養育者の声が、情報づくりや運営に生かされているか"
UNIT = "件"
DEFINITION = (
    "期間中に答えを公開したご意見と、そのうち「取り入れた」としたものの数です。答えを取り下げたものは"
    "数えません。一覧には本文を出さず、公開した「いただいた声」の文を出します。"
)
SOURCE = "意見箱の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "キ"
LIST_OF = "opinion"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """Two parts, once an opinion was ever received."""
    start, end = period.moments(hub.zone)
    known = select(Opinion.id).where(Opinion.hub_id == hub.id, Opinion.received_at < end).limit(1)
    if session.scalar(known) is None:
        return []
    rows = session.execute(
        select(Opinion.id, Opinion.said, Opinion.is_adopted, Opinion.published_at)
        .where(Opinion.hub_id == hub.id, Opinion.published_at >= start, Opinion.published_at < end)
        .order_by(Opinion.published_at, Opinion.id)
    ).all()
    lines = [
        (ListRow(key, said, clock.say_moment(at, hub.zone) if at else ""), is_adopted)
        for key, said, is_adopted, at in rows
    ]
    return [
        Part("answered", "答えを公開したもの", tuple(line for line, _ in lines)),
        Part("adopted", "取り入れたもの", tuple(line for line, adopted in lines if adopted)),
    ]
