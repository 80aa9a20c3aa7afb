"""How much groups handed in themselves, without staff typing for them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.ways import WAY
from notifier.intake import Submission
from notifier.kit import clock

KEY = "self_entered"
NAME = "団体が自分で入力した件数と割合"
QUESTION = "団体が自分で情報を出せる仕組みになっているか"
UNIT = "件"
DEFINITION = (
    "期間中に受け付けた情報を、団体が自分で出したもの（情報フォーム・LINE・メール。メールに付いた表などを含む）と、職員が入れたもの"
    "（代理入力・表のファイル）、ほかの仕組みから取りこんだもの（フィード・カレンダー）に分けます。"
    "割合は、自分で出したもの÷全体（％）です。"
)
SOURCE = "受付の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "カ"
LIST_OF = "submission"
BY_THEMSELVES = frozenset({"web_form", "line_message", "email"})
BY_STAFF = frozenset({"staff_entry", "spreadsheet"})
NAMES = {"self": "団体が自分で", "staff": "職員が代わりに", "feed": "ほかの仕組みから"}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """Three parts and the share of the first, if anything arrived at all."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Submission.id, Submission.title, Submission.received_at, WAY)
        .where(
            Submission.hub_id == hub.id,
            Submission.received_at >= start,
            Submission.received_at < end,
        )
        .order_by(Submission.received_at, Submission.id)
    ).all()
    if not rows:
        return []
    cells: dict[str, list[ListRow]] = {key: [] for key in NAMES}
    for key, title, at, way in rows:
        cells[_who(way)].append(ListRow(key, title, clock.say_moment(at, hub.zone)))
    own = tuple(cells["self"])
    return [
        *(Part(key, NAMES[key], tuple(lines)) for key, lines in cells.items()),
        Part(
            "share", "自分で出した割合", own, value=round(100 * len(own) / len(rows), 1), unit="％"
        ),
    ]


def _who(way: str) -> str:
    if way in BY_THEMSELVES:
        return "self"
    return "staff" if way in BY_STAFF else "feed"
