"""How many listings each group has: the fairness the ward advises on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import Group
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.published import published_in

KEY = "listings_by_group"
NAME = "団体ごとの掲載件数"
QUESTION = "団体の情報を、公平に取り上げているか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）を、主催する団体ごとに、多い順に数えます。団体として"
    "登録のない主催者のものは「登録のない主催者」にまとめます。"
)
SOURCE = "掲載の記録と団体の登録（自動集計）"
NATURE = "flow"
VIEWPOINT = "エ"
LIST_OF = "listing"
UNKNOWN = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per group with a listing, the largest first, then those without a group."""
    cells: dict[str, list[ListRow]] = {}
    for one in published_in(session, hub, period):
        key = str(one.group_id) if one.group_id is not None else UNKNOWN
        cells.setdefault(key, []).append(one.line)
    names = {
        str(row.id): row.name
        for row in session.execute(select(Group.id, Group.name).where(Group.hub_id == hub.id))
    } | {UNKNOWN: "登録のない主催者"}
    order = sorted(cells, key=lambda key: (key == UNKNOWN, -len(cells[key]), names[key], key))
    return [Part(key, names[key], tuple(cells[key])) for key in order]
