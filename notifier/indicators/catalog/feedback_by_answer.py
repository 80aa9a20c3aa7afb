"""What was tapped under events: one tap, no person."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.engagement import ANSWERS, FeedbackCount
from notifier.hubs import Hub
from notifier.indicators.figure import ListRow, Part
from notifier.indicators.period import Period
from notifier.listings import Listing

KEY = "feedback_by_answer"
NAME = "ワンタップの声（答えごと）"
QUESTION = "届けた情報が、役に立っているか"
UNIT = "回"
DEFINITION = (
    "期間中に、行事のページのボタンが押された回数です。人の数ではありません。20回に満たないものは"
    "「20未満」とだけ示します。一覧は押された行事の名前だけで、行事ごとの回数は出しません。"
)
SOURCE = "ボタンの記録（自動集計、個人は記録しません）"
NATURE = "flow"
VIEWPOINT = "ア"
LIST_OF = "listing"


def measure(session: Session, hub: Hub, period: Period) -> list[Part]:
    """One part per answer, once a button was pressed in the period at all."""
    rows = session.execute(
        select(FeedbackCount.answer, Listing.id, Listing.title, func.sum(FeedbackCount.count))
        .join(Listing, Listing.id == FeedbackCount.listing_id)
        .where(
            FeedbackCount.hub_id == hub.id,
            FeedbackCount.on >= period.first,
            FeedbackCount.on <= period.last,
        )
        .group_by(FeedbackCount.answer, Listing.id, Listing.title)
        .order_by(Listing.id)
    ).all()
    return [
        Part(
            answer,
            name,
            tuple(ListRow(key, title) for one, key, title, _ in rows if one == answer),
            value=sum(int(number) for one, _, _, number in rows if one == answer),
            is_taps=True,
        )
        for answer, name in ANSWERS.items()
        if rows
    ]
