"""What parents and helpers wrote about, by theme."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.engagement import OPINION_THEMES, STATE_WORDS, Opinion
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock

KEY = "opinions_by_theme"
NAME = "届いたご意見の数（テーマごと）"
QUESTION = "何を知りたいか、何に困っているかをとらえているか"
UNIT = "件"
DEFINITION = (
    "期間中に意見箱に届いたご意見（紙や口頭のものを職員が入れた分もふくむ）を、職員が分けたテーマごとに"
    "数えます。名前はたずねていません。一覧には本文を出さず、番号と状態だけを出します。"
)
SOURCE = "意見箱の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "opinion"
UNSORTED = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per theme an opinion was given, and one for those not sorted yet."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Opinion.id, Opinion.theme, Opinion.state, Opinion.received_at)
        .where(Opinion.hub_id == hub.id, Opinion.received_at >= start, Opinion.received_at < end)
        .order_by(Opinion.received_at, Opinion.id)
    )
    cells: dict[str, list[ListRow]] = {}
    for key, theme, state, at in rows:
        detail = f"{clock.say_moment(at, hub.zone)}　{STATE_WORDS[state]}"
        cells.setdefault(theme, []).append(ListRow(key, f"ご意見 {key}", detail))
    names = OPINION_THEMES | {UNSORTED: "まだ分けていないもの"}
    order = [key for key in (*names, *cells) if key in cells]
    return [Part(key, names.get(key, key), tuple(cells[key])) for key in dict.fromkeys(order)]
