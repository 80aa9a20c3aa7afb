"""How much of what is published can be read in やさしい日本語 and English."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in
from notifier.listings import LANGUAGES, ListingVariant, VariantStatus

KEY = "listings_by_language"
NAME = "やさしい日本語・Englishで読める掲載の件数"
QUESTION = "日本語がむずかしい家庭にも、同じ情報が届くか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）のうち、その言語のことばが書かれ、職員が確かめたものを"
    "数えます。下書きだけのものは数えません。日本語は、掲載したすべてです。"
)
SOURCE = "掲載と言語版の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "listing"
JAPANESE = "ja"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per language, Japanese first, zero included."""
    lines = {one.line.id: one.line for one in published_in(session, hub, period)}
    cells: dict[str, list[ListRow]] = {JAPANESE: list(lines.values())}
    cells |= {language: [] for language in LANGUAGES}
    rows = session.execute(
        select(ListingVariant.language, ListingVariant.listing_id)
        .where(ListingVariant.hub_id == hub.id, ListingVariant.status == VariantStatus.CHECKED)
        .order_by(ListingVariant.listing_id)
    )
    for language, listing_id in rows:
        if language in cells and listing_id in lines:
            cells[language].append(lines[listing_id])
    names = {JAPANESE: "日本語"} | LANGUAGES
    return [Part(key, names[key], tuple(found)) for key, found in cells.items()]
