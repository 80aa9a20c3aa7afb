"""Districts nothing was heard of for 60 days."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from notifier.hubs import Hub, districts
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock
from notifier.listings import Listing, ListingStatus, Occurrence, OccurrenceStatus

KEY = "quiet_districts"
NAME = "60日間、情報が1件もない地区（期末）"
QUESTION = "情報のうすい地区に気づけているか"
UNIT = "地区"
DEFINITION = (
    "期末（期間の途中なら今日）までの60日間に、その地区を対象とする情報の掲載も開催日も、ひとつもなかった"
    "地区の数です。区全域を対象とする情報は、ここでは数えません。"
)
SOURCE = "掲載と開催日の記録（自動集計）"
NATURE = "stock"
VIEWPOINT = "ア"
LIST_OF = "district"
QUIET = timedelta(days=60)


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part: the districts without a listing or an occurrence in the last 60 days."""
    _, end = period.reached_moments(hub.zone)
    heard = _heard(session, hub, end - QUIET, end)
    if heard is None:
        return []
    names = districts(session, hub.id)
    quiet = tuple(
        ListRow(one.id, one.name, f"{clock.say_date(period.reached)}までの60日間")
        for one in names
        if one.key not in heard
    )
    return [Part("", "全体", quiet)] if names else []


def _heard(session: Session, hub: Hub, start: datetime, end: datetime) -> set[str] | None:
    """Districts of listings published or taking place in the span; None before the first of all."""
    known = select(Listing.id).where(Listing.hub_id == hub.id, Listing.published_at < end).limit(1)
    if session.scalar(known) is None:
        return None
    here = select(Occurrence.listing_id).where(
        Occurrence.hub_id == hub.id,
        Occurrence.status == OccurrenceStatus.SCHEDULED,
        Occurrence.starts_at >= start,
        Occurrence.starts_at < end,
    )
    rows = session.scalars(
        select(Listing.district_keys).where(
            Listing.hub_id == hub.id,
            Listing.status != ListingStatus.WITHDRAWN,
            Listing.published_at < end,
            or_(Listing.published_at >= start, Listing.id.in_(here)),
        )
    )
    return {key for keys in rows for key in keys}
