"""By which way submissions arrived."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.indicators.ways import WAY
from notifier.intake import Submission
from notifier.kit import clock

KEY = "submissions_by_source"
NAME = "受付の方法ごとの受付件数"
QUESTION = "拠点に情報が集まる仕組みがあるか"
UNIT = "件"
DEFINITION = (
    "期間中に受け付けた情報を、届いた方法ごとに数えます。まったく同じものの再送は数えず、"
    "内容を直して送られたものは、もう1件と数えます。メールに付いた表やカレンダーは、メールに数えます。"
)
SOURCE = "受付の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "カ"
LIST_OF = "submission"
SOURCE_NAMES = {
    "web_form": "情報フォーム",
    "spreadsheet": "表計算・CSVファイル",
    "staff_entry": "代理入力",
    "line_message": "LINE",
    "email": "メール",
    "rss": "フィード",
    "ical": "カレンダー",
}


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per way that was used."""
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
    cells: dict[str, list[ListRow]] = {}
    for submission_id, title, received_at, way in rows:
        line = ListRow(submission_id, title, clock.say_moment(received_at, hub.zone))
        cells.setdefault(way, []).append(line)
    return [
        Part(source, SOURCE_NAMES.get(source, source), tuple(lines))
        for source, lines in sorted(cells.items())
    ]
