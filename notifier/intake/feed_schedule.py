"""When a feed is asked again: politely when all is well, ever more rarely while it fails. Pure."""

from datetime import datetime, timedelta

INTERVAL = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)
LEASE = timedelta(minutes=10)  # a poller that died is followed by another after this


def next_poll_at(*, failures: int, now: datetime) -> datetime:
    """An hour from ``now``; after failures in a row 2, 4, 8 … hours, a day at most."""
    wait: timedelta = INTERVAL * 2 ** min(failures, 10)
    return now + min(wait, LONGEST_WAIT)
