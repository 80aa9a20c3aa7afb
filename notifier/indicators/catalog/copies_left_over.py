"""Copies of the printed issues: how many were printed, and how many were left over.

What was brought is ``copies_by_district``.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.editions import Edition, Placement
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period

KEY = "copies_left_over"
NAME = "紙の号の印刷と残り"
QUESTION = "印刷した紙が、あまらずに使われているか"
UNIT = "部"
DEFINITION = (
    "期間中の日づけの号について、配布の記録に書かれた部数です。印刷した部数と、"
    "配布先で残った・返ってきた部数に分けます。書かれていない号は入りません。一覧は号ごとの部数で、足すと全体になります。"
)
SOURCE = "配布の記録（職員の入力）"
NATURE = "flow"
VIEWPOINT = "イ"
LIST_OF = "edition"
PARTS = {"printed": "印刷した部数", "left_over": "残り・返却"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part for each of the two that was written down; its rows are issues."""
    left = (
        select(Placement.edition_id, func.sum(Placement.left_over).label("left_over"))
        .where(Placement.hub_id == hub.id, Placement.placed_on.is_not(None))
        .group_by(Placement.edition_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Edition.id,
            Edition.title,
            Edition.copies_printed.label("printed"),
            left.c.left_over,
        )
        .outerjoin(left, left.c.edition_id == Edition.id)
        .where(Edition.hub_id == hub.id, Edition.on.between(period.first, period.last))
        .order_by(Edition.on, Edition.id)
    ).all()
    parts = []
    for key, name in PARTS.items():
        told = [(row.id, row.title, getattr(row, key)) for row in rows]
        lines = [(number, title, count) for number, title, count in told if count is not None]
        if lines:
            parts.append(
                Part(
                    key,
                    name,
                    tuple(
                        ListRow(number, title, f"{count:,}{UNIT}") for number, title, count in lines
                    ),
                    value=sum(count for _, _, count in lines),
                )
            )
    return parts
