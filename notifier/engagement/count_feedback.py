"""One tap under a listing: counted per (listing, answer, day), never per person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.engagement.models import FeedbackCount
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.listings import Listing
from notifier.mailroom import allow

ANSWERS: dict[str, str] = {"want": "行ってみたい", "useful": "役に立った"}
PER_ADDRESS_AND_DAY = 60


def count_feedback(
    session: Session, hub: Hub, listing: Listing, answer: str, *, visitor: str, now: datetime
) -> bool:
    """Count one tap; False when this network address has tapped enough for one day.

    ``visitor`` is only counted (hashed, forgotten after two days) and never with the listing:
    who tapped what cannot be asked of this database.
    """
    if answer not in ANSWERS:
        raise BadInputError("その答えはありません。ページを開き直してください。", field="answer")
    if not allow(
        session,
        purpose="feedback",
        key=f"{hub.id}:{visitor}",
        limit=PER_ADDRESS_AND_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        return False
    dialect = session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.execute(
        insert(FeedbackCount)
        .values(
            hub_id=hub.id,
            listing_id=listing.id,
            answer=answer,
            on=clock.local(now, hub.zone).date(),
            count=1,
        )
        .on_conflict_do_update(
            index_elements=["listing_id", "answer", "on"],
            set_={"count": FeedbackCount.count + 1},
        )
    )
    return True
