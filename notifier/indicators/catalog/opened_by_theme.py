"""Which themes are opened: items, never counts, so that no small count can be reckoned out."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.engagement import LEAST_SHOWN, LinkTaps
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.listings import Listing
from notifier.taxonomy import THEMES, themes

KEY = "opened_by_theme"
NAME = "よくひらかれた情報（テーマごと）"
QUESTION = "どの種類の情報が、とくに使われているか"
UNIT = "件"
DEFINITION = (
    f"期間中に、便のリンクが合わせて{LEAST_SHOWN}回以上ひらかれた情報を、テーマごとに数えます。いくつもの"
    "テーマをもつものは、それぞれで1件と数えます。ひらかれた回数も、ひらいた人も、ここからはわかりません。"
)
SOURCE = "リンクの記録（自動集計、個人は記録しません）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"
NONE = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per theme that has such an item; none when no link was opened that often."""
    rows = session.execute(
        select(Listing.id, Listing.title, Listing.themes)
        .join(LinkTaps, LinkTaps.listing_id == Listing.id)
        .where(LinkTaps.hub_id == hub.id, LinkTaps.on >= period.first, LinkTaps.on <= period.last)
        .group_by(Listing.id)
        .having(func.sum(LinkTaps.count) >= LEAST_SHOWN)
        .order_by(Listing.id)
    )
    cells: dict[str, list[ListRow]] = {}
    for listing_id, title, chosen in rows:
        for key in dict.fromkeys(chosen or (NONE,)):
            cells.setdefault(key, []).append(ListRow(listing_id, title))
    order = [*THEMES, *(key for key in cells if key not in THEMES)]
    return [
        Part(key, themes.theme_name(key) if key else "テーマなし", tuple(cells[key]))
        for key in order
        if key in cells
    ]
