"""How many LINE friends there are at the end of the period."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.subscribers import Consent

KEY = "line_friends"
NAME = "LINEの友だち数（期末）"
QUESTION = "さまざまな媒体で情報を届けられているか"
UNIT = "人"
DEFINITION = (
    "期末の時点（期間の途中なら今）で、友だちになっていて、ブロックや停止をしていない人の数です。"
    "個人がわからないよう、一覧は記録の番号だけです。"
)
SOURCE = "友だち追加・ブロックの記録（自動集計）"
NATURE = "stock"
VIEWPOINT = "イ"
LIST_OF = "friend"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part: addresses whose newest consent sentence up to the period's end says yes."""
    _, end = period.moments(hub.zone)
    newest = (
        select(
            Consent.address_id,
            Consent.is_given,
            func.row_number()
            .over(partition_by=Consent.address_id, order_by=(Consent.at.desc(), Consent.id.desc()))
            .label("rank"),
        )
        .where(Consent.hub_id == hub.id, Consent.channel == "line", Consent.at < end)
        .subquery()
    )
    ids = session.scalars(
        select(newest.c.address_id)
        .where(newest.c.rank == 1, newest.c.is_given)
        .order_by(newest.c.address_id)
    )
    return [Part("", "全体", tuple(ListRow(i, f"友だち {i}") for i in ids))]
