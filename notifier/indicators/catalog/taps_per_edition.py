"""How often the links of each edition were opened."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from notifier.editions import Edition, EditionItem
from notifier.engagement import HIDDEN, LEAST_SHOWN, LinkTaps, shown
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.listings import Listing

KEY = "taps_per_edition"
NAME = "便ごとのひらかれた回数"
QUESTION = "届けた情報が使われているか"
UNIT = "回"
DEFINITION = (
    "期間中に、便の中のリンクがひらかれた回数です。人の数ではありません。20回に満たないものは"
    "「20未満」とだけ示します。一覧には、便にのせた情報ごとの回数が出ます。"
)
SOURCE = "リンクの記録（自動集計、個人は記録しません）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"
COMPUTABLE = "示しません（差し引きで、20未満の数がわかるため）"

Item = tuple[int, str, int]


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per edition that was sent, or whose links were opened, in the period.

    Editions and items nobody opened are there as well: left out, they would tell zero from few.
    """
    taps = (
        select(LinkTaps.edition_id, LinkTaps.listing_id, func.sum(LinkTaps.count).label("count"))
        .where(LinkTaps.hub_id == hub.id, LinkTaps.on >= period.first, LinkTaps.on <= period.last)
        .group_by(LinkTaps.edition_id, LinkTaps.listing_id)
        .subquery()
    )
    start, end = period.moments(hub.zone)
    opened = select(taps.c.edition_id)
    sent = (Edition.dispatched_at >= start) & (Edition.dispatched_at < end)
    here = and_(taps.c.edition_id == Edition.id, taps.c.listing_id == Listing.id)
    rows = session.execute(
        select(Edition.id, Edition.title, Listing.id, Listing.title, taps.c.count)
        .join(EditionItem, EditionItem.edition_id == Edition.id)
        .join(Listing, Listing.id == EditionItem.listing_id)
        .outerjoin(taps, here)
        .where(Edition.hub_id == hub.id, or_(sent, Edition.id.in_(opened)))
        .where(or_(EditionItem.is_dropped.is_(False), taps.c.count.is_not(None)))
        .order_by(Edition.on, Edition.id, EditionItem.position)
    )
    editions: dict[int, tuple[str, list[Item]]] = {}
    for edition_id, edition_title, listing_id, title, count in rows:
        _, items = editions.setdefault(edition_id, (edition_title, []))
        items.append((listing_id, title, int(count or 0)))
    return [
        Part(str(key), name, list_of(items), value=sum(n for _, _, n in items), is_taps=True)
        for key, (name, items) in editions.items()
    ]


def list_of(items: list[Item]) -> tuple[ListRow, ...]:
    """The items with their counts; small ones hidden, and kept in the order of the edition.

    Where the edition's total is shown and one single item is hidden, subtracting would reveal it:
    the smallest of the others is then not told either.
    """
    small = [item for item in items if item[2] < LEAST_SHOWN]
    large = sorted((item for item in items if item not in small), key=lambda item: -item[2])
    veiled = large[-1][0] if len(small) == 1 and large else None
    return tuple(
        ListRow(key, title, COMPUTABLE if key == veiled else said(count))
        for key, title, count in (*large, *small)
    )


def said(count: int) -> str:
    """「31回」, or 「20未満」 below the line under which nothing is told."""
    return HIDDEN if count < LEAST_SHOWN else f"{shown(count)}{UNIT}"
