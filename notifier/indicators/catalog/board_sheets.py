"""How often the sheets of the notice boards were printed anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editions import Edition
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.kit import clock

KEY = "board_sheets"
NAME = "掲示の紙を作った回数"
QUESTION = "ひろばの中で、自分で選べるように、新しい情報を掲示しているか"
UNIT = "回"
DEFINITION = (
    "期間中に承認した掲示の紙（地区ごとの紙をまとめて作った回数）です。中止や変更のあとに作り直した分も"
    "1回と数えます。"
)
SOURCE = "紙面の承認の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "ウ"
LIST_OF = "edition"
KIND = "board"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part, once a board sheet was ever made."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Edition.id, Edition.title, Edition.approved_at)
        .where(Edition.hub_id == hub.id, Edition.kind == KIND, Edition.approved_at < end)
        .order_by(Edition.approved_at, Edition.id)
    ).all()
    lines = tuple(
        ListRow(key, title, clock.say_moment(at, hub.zone))
        for key, title, at in rows
        if at is not None and at >= start
    )
    return [Part("", "全体", lines)] if rows else []
