"""How many addresses were given up, month by month."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock
from notifier.subscribers import Consent

KEY = "departures_by_month"
NAME = "月ごとの配信停止の数"
QUESTION = "情報が多すぎて、読むのをやめられていないか"
UNIT = "件"
DEFINITION = (
    "期間中に、配信を止めた（LINEではブロックした）届け先を、月ごとに数えます。あとで戻った人も数に"
    "入っています。個人がわからないよう、一覧は記録の番号だけです。"
)
SOURCE = "同意と停止の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ウ"
LIST_OF = "friend"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per month in which somebody was a reader or left; none before the first consent."""
    start, end = period.moments(hub.zone)
    first = session.scalar(
        select(Consent.at).where(Consent.hub_id == hub.id).order_by(Consent.at).limit(1)
    )
    if first is None or first >= end:
        return []
    rows = session.execute(
        select(Consent.address_id, Consent.at)
        .where(
            Consent.hub_id == hub.id,
            Consent.is_given.is_(False),
            Consent.at >= start,
            Consent.at < end,
        )
        .order_by(Consent.at, Consent.id)
    )
    since = clock.local(first, hub.zone).date()
    months = [one for one in period.months() if since <= one.last and one.first <= period.reached]
    cells: dict[str, dict[int, ListRow]] = {one.key: {} for one in months}
    for address_id, at in rows:
        key = f"{clock.local(at, hub.zone):%Y-%m}"
        cells.setdefault(key, {})[address_id] = ListRow(address_id, f"届け先 {address_id}")
    return [Part(one.key, one.name, tuple(cells[one.key].values())) for one in months]
