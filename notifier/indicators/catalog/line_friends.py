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
    """One part: addresses whose newest consent sentence up to the period's end says yes.

    Before the first sentence of all there is no record, which is not the same as nobody.
    """
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
    known = session.execute(
        select(newest.c.address_id, newest.c.is_given)
        .where(newest.c.rank == 1)
        .order_by(newest.c.address_id)
    ).all()
    friends = tuple(ListRow(key, f"友だち {key}") for key, is_given in known if is_given)
    return [Part("", "全体", friends)] if known else []
