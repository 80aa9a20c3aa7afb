"""What was refused, and why."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.editorial import Case, CaseState
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import Submission
from notifier.kit import clock
from notifier.kit.text import one_line, shorten

KEY = "rejected_by_reason"
NAME = "掲載をお断りした件数（理由ごと）"
QUESTION = "掲載の決まりが伝わっているか"
UNIT = "件"
DEFINITION = (
    "期間中に掲載をお断りし、いまもお断りのままの件を、団体に伝えた理由の文ごとに数えます。"
    "同じ文の理由は、ひとつにまとめます。"
)
SOURCE = "編集デスクの記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "カ"
LIST_OF = "submission"
LONGEST_NAME = 40
NO_REASON = "理由の記録なし"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per reason, the most frequent first."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Submission.id, Submission.title, Case.reason, Case.decided_at)
        .join(Submission, Submission.id == Case.submission_id)
        .where(
            Case.hub_id == hub.id,
            Case.state == CaseState.REJECTED,
            Case.decided_at >= start,
            Case.decided_at < end,
        )
        .order_by(Case.decided_at, Case.id)
    )
    cells: dict[str, list[ListRow]] = {}
    for submission_id, title, reason, at in rows:
        line = ListRow(submission_id, title, clock.say_moment(at, hub.zone) if at else "")
        cells.setdefault(one_line(reason) or NO_REASON, []).append(line)
    order = sorted(cells, key=lambda reason: (-len(cells[reason]), reason))
    return [
        Part(_key(reason), shorten(reason, LONGEST_NAME), tuple(cells[reason])) for reason in order
    ]


def _key(reason: str) -> str:
    """A short name for an address; the reason itself is the desk's words."""
    return hashlib.sha256(reason.encode()).hexdigest()[:16]
