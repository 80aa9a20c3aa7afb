"""By how many ways each listing went out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery import Batch, BatchState
from notifier.editions import KINDS, Edition, EditionItem
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in
from notifier.kit import clock
from notifier.listings import Listing

KEY = "listings_by_surface"
NAME = "媒体ごとの届けた情報の件数"
QUESTION = "ひとつの情報を、さまざまな媒体で届けられているか"
UNIT = "件"
DEFINITION = (
    "期間中に、公開カレンダーに掲載した情報と、期間中に送った便（LINE・メール）や承認した紙面にのった"
    "情報を、媒体ごとに数えます。同じ情報が何度のっても1件です。便の中で中止になったものは数えません。"
)
SOURCE = "掲載・便・配信の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "listing"
WEB = "web"
SENT = {"line": "LINE", "email": "メール"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """The public calendar, each channel that sent, each printed kind; empty ones of ours too."""
    web = [one.line for one in published_in(session, hub, period) if WEB in one.outlets]
    printed = {kind.key: kind.name for kind in KINDS.values() if not kind.is_sent}
    names = {WEB: "公開カレンダー"} | SENT | printed
    cells: dict[str, dict[int, ListRow]] = {key: {} for key in names}
    cells[WEB] = {line.id: line for line in web}
    for key, line in (*_sent(session, hub, period), *_printed(session, hub, period, [*printed])):
        cells.setdefault(key, {}).setdefault(line.id, line)
    return [Part(key, names.get(key, key), tuple(lines.values())) for key, lines in cells.items()]


def _sent(session: Session, hub: Hub, period: Period) -> list[tuple[str, ListRow]]:
    """(channel, item) of what stood in an edition that went out by that channel."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Batch.channel, Listing.id, Listing.title, Edition.dispatched_at)
        .join(Edition, Edition.id == Batch.edition_id)
        .join(EditionItem, EditionItem.edition_id == Edition.id)
        .join(Listing, Listing.id == EditionItem.listing_id)
        .where(
            Edition.hub_id == hub.id,
            Edition.dispatched_at >= start,
            Edition.dispatched_at < end,
            Batch.state == BatchState.DONE,
            EditionItem.is_dropped.is_(False),
            EditionItem.struck_at.is_(None),
        )
        .distinct()
        .order_by(Edition.dispatched_at, Listing.id, Batch.channel)
    )
    return [
        (channel, ListRow(key, title, f"{clock.say_moment(at, hub.zone)}の便" if at else ""))
        for channel, key, title, at in rows
    ]


def _printed(
    session: Session, hub: Hub, period: Period, kinds: list[str]
) -> list[tuple[str, ListRow]]:
    """(kind, item) of what stood in a printed edition approved in the period."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Edition.kind, Listing.id, Listing.title, Edition.title.label("issue"))
        .join(EditionItem, EditionItem.edition_id == Edition.id)
        .join(Listing, Listing.id == EditionItem.listing_id)
        .where(
            Edition.hub_id == hub.id,
            Edition.kind.in_(kinds),
            Edition.approved_at >= start,
            Edition.approved_at < end,
            EditionItem.is_dropped.is_(False),
            EditionItem.struck_at.is_(None),
        )
        .order_by(Edition.on, Edition.id, EditionItem.position)
    )
    return [(row.kind, ListRow(row.id, row.title, row.issue)) for row in rows]
