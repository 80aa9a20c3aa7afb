"""How many listings each district got."""

from sqlalchemy.orm import Session

from notifier.hubs import Hub, districts
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in

KEY = "listings_by_district"
NAME = "地区ごとの掲載件数"
QUESTION = "広い地域の情報を集められているか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）を、対象の地区ごとに数えます。地区の指定がない"
    "ものは「区全域」、いくつもの地区にまたがるものは、それぞれの地区で1件と数えます。"
)
SOURCE = "掲載の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"
EVERYWHERE = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per district of the hub, zero included, and one for the whole ward."""
    names = {d.key: d.name for d in districts(session, hub.id)} | {EVERYWHERE: "区全域"}
    cells: dict[str, list[ListRow]] = {key: [] for key in names}
    for one in published_in(session, hub, period):
        for key in one.district_keys or (EVERYWHERE,):
            cells.setdefault(key, []).append(one.line)
    return [Part(key, names.get(key, key), tuple(lines)) for key, lines in cells.items()]
