"""How many listings each district got."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub, districts
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock
from notifier.listings import Listing, ListingStatus

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
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Listing.id, Listing.title, Listing.published_at, Listing.district_keys)
        .where(
            Listing.hub_id == hub.id,
            Listing.status != ListingStatus.WITHDRAWN,
            Listing.published_at >= start,
            Listing.published_at < end,
        )
        .order_by(Listing.published_at, Listing.id)
    ).all()
    names = {d.key: d.name for d in districts(session, hub.id)} | {EVERYWHERE: "区全域"}
    cells: dict[str, list[ListRow]] = {key: [] for key in names}
    for listing_id, title, published_at, keys in rows:
        line = ListRow(listing_id, title, clock.say_moment(published_at, hub.zone))
        for key in dict.fromkeys(keys or [EVERYWHERE]):
            cells.setdefault(key, []).append(line)
    return [Part(key, names.get(key, key), tuple(lines)) for key, lines in cells.items()]
