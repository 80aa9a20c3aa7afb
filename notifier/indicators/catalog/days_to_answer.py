"""How long a question to a group waited for its answer."""

from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import Question, Submission

KEY = "days_to_answer"
NAME = "質問から回答までの日数（中央値）"
QUESTION = "団体とのやりとりが、すみやかにできているか"
UNIT = "日"
DEFINITION = (
    "期間中に回答のあった質問について、質問した時刻から回答が届いた時刻までの日数の中央値です。"
    "LINEの受付が自動でたずねたものは入れません。一覧は質問ごとで、番号は質問の番号です。"
)
SOURCE = "質問と回答の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "エ"
LIST_OF = "question"
SECONDS_A_DAY = 86_400


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part: the median in days over the questions answered in the period, if there were any."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Question.id, Submission.title, Question.asked_at, Question.answered_at)
        .join(Submission, Submission.id == Question.submission_id)
        .where(
            Question.hub_id == hub.id,
            Question.is_prompt.is_(False),  # what a person asked, not what a receipt did
            Question.answered_at >= start,
            Question.answered_at < end,
        )
        .order_by(Question.answered_at, Question.id)
    ).all()
    days = [(row[3] - row[2]).total_seconds() / SECONDS_A_DAY for row in rows if row[3]]
    lines = tuple(
        ListRow(row[0], row[1], f"{day:.1f}{UNIT}") for row, day in zip(rows, days, strict=True)
    )
    return [Part("", "全体", lines, value=round(median(days), 1))] if days else []
