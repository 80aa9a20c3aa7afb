"""What had to be asked about, because it was missing or unsure."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial import LABELS
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import WHOLE_MESSAGE, Question, Submission
from notifier.kit import clock

KEY = "asked_by_field"
NAME = "足りない項目をたずねた件数"
QUESTION = "はじめから、必要な項目がそろって届いているか"
UNIT = "件"
DEFINITION = (
    "期間中に団体に質問した受付を、たずねた項目ごとに数えます。ひとつの受付に同じ項目を何度たずねても"
    "1件で、ちがう項目はそれぞれで1件です。LINEの受付が自動でたずねたものも数えます。"
)
SOURCE = "質問の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "カ"
LIST_OF = "submission"
FREE = ""


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per field asked about, the most frequent first."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Question.field, Question.asked_at, Submission.id, Submission.title)
        .join(Submission, Submission.id == Question.submission_id)
        .where(
            Question.hub_id == hub.id,
            Question.field != WHOLE_MESSAGE,  # what a photo shows: no field was missing
            Question.asked_at >= start,
            Question.asked_at < end,
        )
        .order_by(Question.asked_at, Question.id)
    )
    cells: dict[str, dict[int, ListRow]] = {}
    for field, at, key, title in rows:
        line = ListRow(key, title, clock.say_moment(at, hub.zone))
        cells.setdefault(field, {}).setdefault(key, line)
    order = sorted(cells, key=lambda field: (-len(cells[field]), field))
    return [Part(field, _name(field), tuple(cells[field].values())) for field in order]


def _name(field: str) -> str:
    return LABELS.get(field, field) if field != FREE else "そのほか（自由な質問）"
