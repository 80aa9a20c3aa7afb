"""How many listings took children of each age."""

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in
from notifier.taxonomy import ages

KEY = "listings_by_age"
NAME = "年齢ごとの掲載件数"
QUESTION = "どの年齢の子どもの家庭にも、行ける場所の情報があるか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）のうち、その年齢の子どもが参加できるものを数えます。"
    "はばの広いものは、あてはまる年齢それぞれで1件と数えます。年齢の決まりのないものは「どの年齢でも」です。"
)
SOURCE = "掲載の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"
ANY = "any"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per age band, zero included, and one for listings of any age."""
    names = {band.key: band.label for band in ages.BANDS} | {ANY: "どの年齢でも"}
    cells: dict[str, list[ListRow]] = {key: [] for key in names}
    for one in published_in(session, hub, period):
        if one.min_months is None and one.max_months is None:
            cells[ANY].append(one.line)
            continue
        for band in ages.BANDS:
            if ages.overlaps(one.min_months, one.max_months, band):
                cells[band.key].append(one.line)
    return [Part(key, names[key], tuple(lines)) for key, lines in cells.items()]
