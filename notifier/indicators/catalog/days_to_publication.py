"""How long it took from receipt to publication."""

from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.intake import Submission
from notifier.listings import Listing, ListingStatus

KEY = "days_to_publication"
NAME = "受付から掲載までの日数（中央値）"
QUESTION = "届いた情報をすみやかに出せているか"
UNIT = "日"
DEFINITION = (
    "期間中に掲載した情報（取り下げたものをのぞく）について、受け付けた時刻から掲載した時刻までの"
    "日数の中央値です。一覧には1件ごとの日数が出ます。"
)
SOURCE = "受付と掲載の記録（自動集計）"
NATURE = "flow"
VIEWPOINT = "カ"
LIST_OF = "listing"
SECONDS_A_DAY = 86_400


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part: the median in days, over every listing published in the period, if any was."""
    start, end = period.moments(hub.zone)
    rows = session.execute(
        select(Listing.id, Listing.title, Listing.published_at, Submission.received_at)
        .join(Submission, Submission.id == Listing.submission_id)
        .where(
            Listing.hub_id == hub.id,
            Listing.status != ListingStatus.WITHDRAWN,
            Listing.published_at >= start,
            Listing.published_at < end,
        )
        .order_by(Listing.published_at, Listing.id)
    ).all()
    days = [
        (published_at - received_at).total_seconds() / SECONDS_A_DAY
        for _, _, published_at, received_at in rows
    ]
    lines = tuple(
        ListRow(row[0], row[1], f"{day:.1f}日") for row, day in zip(rows, days, strict=True)
    )
    return [Part("", "全体", lines, value=round(median(days), 1))] if days else []
