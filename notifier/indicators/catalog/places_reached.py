"""At how many places outside printed copies were brought."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.directory import DistributionPlace
from notifier.editions import Placement
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period

KEY = "places_reached"
NAME = "紙を置いた場所の数"
QUESTION = "さまざまな場所で、情報を手に取れるか"
UNIT = "か所"
DEFINITION = (
    "期間中に一度でも紙を置いた配布先の数と、期末（期間の途中なら今）に登録のある配布先の数です。"
    "同じ場所に何度置いても1か所です。"
)
SOURCE = "配布先の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "place"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """Places something was brought to, and all that are registered; none without a register."""
    _, end = period.moments(hub.zone)
    brought = set(
        session.scalars(
            select(Placement.place_id).where(
                Placement.hub_id == hub.id,
                Placement.placed_on >= period.first,
                Placement.placed_on <= period.last,
            )
        )
    )
    places = session.execute(
        select(
            DistributionPlace.id,
            DistributionPlace.name,
            DistributionPlace.created_at,
            DistributionPlace.ended_at,
        )
        .where(DistributionPlace.hub_id == hub.id)
        .order_by(DistributionPlace.folded_name)
    ).all()
    living = [
        row for row in places if row.created_at < end and (not row.ended_at or row.ended_at >= end)
    ]
    if not living and not brought:
        return []
    return [
        Part(
            "reached",
            "置いた場所",
            _lines([(row.id, row.name) for row in places if row.id in brought]),
        ),
        Part("registered", "登録のある場所", _lines([(row.id, row.name) for row in living])),
    ]


def _lines(rows: list[tuple[int, str]]) -> tuple[ListRow, ...]:
    return tuple(ListRow(key, name) for key, name in rows)
