"""Where new readers came from."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import Part
from notifier.indicators.period import Period
from notifier.indicators.veil import veiled
from notifier.subscribers import Consent

KEY = "readers_by_entry"
NAME = "入口ごとの新しい届け先の数"
QUESTION = "拠点が情報を届けていることが、どこで知られているか"
UNIT = "件"
DEFINITION = (
    "期間中に、はじめて受け取ることに同意した届け先を、申し込みの入口ごとに数えます。"
    "人の集まりがわからないよう、20に満たないものは「20未満」とだけ示し、一覧は出しません。"
    "引き算でわかってしまうときは、その次に小さいものも示しません。"
)
SOURCE = "同意の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "オ"
LIST_OF = "friend"
ENTRIES = {"web": "公開ページの申し込み", "line": "LINEの友だち追加", "import": "取りこんだ名簿"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per entry (the place of the first consent), small ones veiled."""
    start, end = period.moments(hub.zone)
    first = (
        select(
            Consent.address_id,
            Consent.place,
            Consent.at,
            func.row_number()
            .over(partition_by=Consent.address_id, order_by=(Consent.at, Consent.id))
            .label("rank"),
        )
        .where(Consent.hub_id == hub.id, Consent.is_given.is_(True))
        .subquery()
    )
    cells: dict[str, list[int]] = {}
    for address_id, place in session.execute(
        select(first.c.address_id, first.c.place)
        .where(first.c.rank == 1, first.c.at >= start, first.c.at < end)
        .order_by(first.c.place, first.c.address_id)
    ):
        cells.setdefault(place, []).append(address_id)
    return veiled(
        [(place, ENTRIES.get(place, place), ids) for place, ids in cells.items()], word="届け先"
    )
