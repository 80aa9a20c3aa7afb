"""By which ways readers can be reached at the end of the period."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.subscribers import Consent

KEY = "readers_by_channel"
NAME = "媒体ごとの届け先の数（期末）"
QUESTION = "さまざまな媒体で届けられているか"
UNIT = "件"
DEFINITION = (
    "期末の時点（期間の途中なら今）で、受け取ることに同意していて、やめたりブロックしたりしていない"
    "届け先（LINE・メールアドレス）の数です。両方で受け取る人は、それぞれで1件と数えます。"
    "個人がわからないよう、一覧は記録の番号だけです。"
)
SOURCE = "同意と停止の記録（自動集計）"
NATURE = "stock"
VIEWPOINT = "イ"
LIST_OF = "friend"
CHANNELS = {"line": "LINE", "email": "メール"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per channel ever used: addresses whose newest consent sentence says yes."""
    _, end = period.moments(hub.zone)
    newest = (
        select(
            Consent.address_id,
            Consent.channel,
            Consent.is_given,
            func.row_number()
            .over(partition_by=Consent.address_id, order_by=(Consent.at.desc(), Consent.id.desc()))
            .label("rank"),
        )
        .where(Consent.hub_id == hub.id, Consent.at < end)
        .subquery()
    )
    cells: dict[str, list[ListRow]] = {}
    for address_id, channel, is_given in session.execute(
        select(newest.c.address_id, newest.c.channel, newest.c.is_given)
        .where(newest.c.rank == 1)
        .order_by(newest.c.channel.desc(), newest.c.address_id)
    ):
        lines = cells.setdefault(channel, [])
        if is_given:
            lines.append(ListRow(address_id, f"届け先 {address_id}"))
    return [Part(key, CHANNELS.get(key, key), tuple(lines)) for key, lines in cells.items()]
