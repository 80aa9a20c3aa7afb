"""How often the links of each edition were opened."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.editions import Edition
from notifier.engagement import LinkTaps
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
    "「20未満」とだけ示します。一覧には便の中の情報ごとの回数が出ます。"
)
SOURCE = "リンクの記録（自動集計、個人は記録しません）"
NATURE = "flow"
VIEWPOINT = "ア"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per edition whose links were opened in the period."""
    rows = session.execute(
        select(Edition.id, Edition.title, Listing.id, Listing.title, func.sum(LinkTaps.count))
        .join(Edition, Edition.id == LinkTaps.edition_id)
        .join(Listing, Listing.id == LinkTaps.listing_id)
        .where(LinkTaps.hub_id == hub.id, LinkTaps.on >= period.first, LinkTaps.on <= period.last)
        .group_by(Edition.id, Edition.title, Listing.id, Listing.title)
        .order_by(Edition.id, func.sum(LinkTaps.count).desc(), Listing.id)
    ).all()
    cells: dict[int, tuple[str, list[tuple[ListRow, int]]]] = {}
    for edition_id, edition_title, listing_id, title, count in rows:
        cell = cells.setdefault(edition_id, (edition_title, []))
        cell[1].append((ListRow(listing_id, title, small(int(count))), int(count)))
    return [
        Part(str(key), name, tuple(row for row, _ in lines), value=sum(n for _, n in lines))
        for key, (name, lines) in cells.items()
    ]


def small(count: int) -> str:
    """「31回」, or 「20未満」 below the line under which nothing is told."""
    return "20未満" if count < 20 else f"{count}回"  # noqa: PLR2004
