"""How many listings each theme got."""

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in
from notifier.taxonomy import THEMES, themes

KEY = "listings_by_theme"
NAME = "テーマごとの掲載件数"
QUESTION = "必要とされる情報の種類を、かたよりなく集められているか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）を、テーマごとに数えます。いくつものテーマをもつ"
    "ものは、それぞれで1件と数えます。数えるのは公開した情報の数で、読者が選んだテーマではありません。"
)
SOURCE = "掲載の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"
NONE = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per theme, zero included, and one for listings without a theme."""
    names = THEMES | {NONE: "テーマなし"}
    cells: dict[str, list[ListRow]] = {key: [] for key in names}
    for one in published_in(session, hub, period):
        for key in one.themes or (NONE,):
            cells.setdefault(key, []).append(one.line)
    return [
        Part(key, names.get(key, themes.theme_name(key)), tuple(lines))
        for key, lines in cells.items()
    ]
