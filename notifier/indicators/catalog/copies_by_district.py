"""How many printed copies were brought to places outside, by district."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import DistributionPlace
from notifier.editions import Edition, Placement
from notifier.hubs import Hub, districts
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period

KEY = "copies_by_district"
NAME = "置いた部数（地区ごと）"
QUESTION = "拠点に来られない人にも、紙が届く場所があるか"
UNIT = "部"
DEFINITION = (
    "期間中に配布先へ置いた紙の部数を、配布先の地区ごとに足します。一覧は号と配布先ごとの部数で、足すと"
    "その地区の部数になります。余った分は引いていません。"
)
SOURCE = "配布先の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "placement"
EVERYWHERE = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per district copies were brought to."""
    rows = session.execute(
        select(
            Placement.id,
            Placement.copies,
            DistributionPlace.name,
            DistributionPlace.district_key,
            Edition.title,
        )
        .join(DistributionPlace, DistributionPlace.id == Placement.place_id)
        .join(Edition, Edition.id == Placement.edition_id)
        .where(
            Placement.hub_id == hub.id,
            Placement.placed_on >= period.first,
            Placement.placed_on <= period.last,
        )
        .order_by(Placement.placed_on, Placement.id)
    )
    cells: dict[str, list[tuple[ListRow, int]]] = {}
    for key, copies, place, district, issue in rows:
        line = ListRow(key, f"{place}（{issue}）", f"{copies:,}{UNIT}")
        cells.setdefault(district, []).append((line, copies))
    names = {d.key: d.name for d in districts(session, hub.id)} | {EVERYWHERE: "地区の指定なし"}
    return [
        Part(
            key,
            names.get(key, key),
            tuple(line for line, _ in lines),
            value=sum(copies for _, copies in lines),
        )
        for key, lines in sorted(cells.items())
    ]
