"""Count how often something is asked for, and say when it is too often."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.kit.tokens import keyed_hash
from notifier.mailroom.models import Cap


def allow(
    session: Session, *, purpose: str, key: str, limit: int, window: timedelta, now: datetime
) -> bool:
    """Count one more ask of ``key`` (an address, an IP; stored hashed); False when over ``limit``.

    Windows are fixed slices of time, counted by one upsert, so that two processes never lose one.
    The count belongs to the caller's transaction: a caller that raises afterwards loses it.
    """
    seconds = int(window.total_seconds())
    starts = int(now.timestamp()) // seconds * seconds
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Cap).values(
        purpose=purpose,
        key_hash=keyed_hash(key, purpose=f"cap-{purpose}"),
        window_starts_at=datetime.fromtimestamp(starts, UTC),
        count=1,
    )
    counted = session.execute(
        statement.on_conflict_do_update(
            index_elements=["purpose", "key_hash", "window_starts_at"],
            set_={"count": Cap.count + 1},
        ).returning(Cap.count)
    ).scalar_one()
    return counted <= limit
