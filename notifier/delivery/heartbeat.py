"""Who works for the sending, and since when one of them is silent.

The duties: the clock that rings (beat), who answers and looks around (queue ``now``) and who sends
batches (queues ``urgent``, ``line``, ``email``). Each writes its row now and then; five minutes without it is silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.delivery.models import Heartbeat
from notifier.kit.db import affected

SILENT_AFTER = timedelta(minutes=5)
LIVES_FOR = timedelta(seconds=90)  # a sign comes every half minute; one may be missed
DUTIES = {
    "clock": "時計の係（beat）",
    "now": "見回りと返事の係（worker now）",
    "urgent": "急ぎのお知らせを送る係（worker urgent）",
    "line": "LINEを送る係（worker line）",
    "email": "メールを送る係（worker email）",
}
ALONE = "tick"  # a cron line's tick that does all of them by itself


@dataclass(frozen=True, slots=True)
class Silence:
    """A duty nobody does: its key, its name for people, and when it was last seen.

    ``minutes`` None: its last sign lies ahead, given before the clock was set back, and says
    nothing about now.
    """

    duty: str
    name: str
    since: datetime
    minutes: int | None

    @property
    def said(self) -> str:
        """「メールを送る係（worker email）が7分動いていません」."""
        if self.minutes is None:
            return f"{self.name}は、時計が戻されたため、動いているか分かりません"
        return f"{self.name}が{self.minutes:,}分動いていません"


def note_alive(session: Session, duties: Iterable[str], *, now: datetime) -> None:
    """The process that calls this does ``duties`` at this moment."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for duty in sorted(set(duties) & {*DUTIES, ALONE}):
        statement = insert(Heartbeat).values(name=duty, at=now)
        session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": now}))


def sends_alone(session: Session, *, now: datetime) -> bool:
    """Whether a cron line's tick has done every duty by itself within the last five minutes."""
    at = session.scalar(select(Heartbeat.at).where(Heartbeat.name == ALONE))
    return at is not None and not is_silent(at, now=now)


def claim_round(session: Session, name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether this round of ``name`` is ours: nobody did one for ``every``. Of two, one wins."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # A round in the future was done before the clock was set back.
    is_due = or_(Heartbeat.at <= now - every, Heartbeat.at > now)
    claimed = session.execute(
        insert(Heartbeat)
        .values(name=name, at=now)
        .on_conflict_do_update(index_elements=["name"], set_={"at": now}, where=is_due)
        .execution_options(preserve_rowcount=True)
    )
    return affected(claimed) == 1


def last_round(session: Session, name: str) -> datetime | None:
    """When the last round of ``name`` was; None for one nobody ever did."""
    return session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def is_silent(seen_at: datetime, *, now: datetime) -> bool:
    """Whether a sign is too far from now, before or ahead of it, to say that somebody is there."""
    return abs(now - seen_at) > SILENT_AFTER


def silences(session: Session, *, now: datetime) -> list[Silence]:
    """Duties that were done once and have not been for five minutes, or whose sign lies ahead."""
    seen = last_seen(session)
    return [
        Silence(duty, name, seen[duty], _minutes(seen[duty], now))
        for duty, name in DUTIES.items()
        if duty in seen and is_silent(seen[duty], now=now)
    ]


def _minutes(seen_at: datetime, now: datetime) -> int | None:
    return int((now - seen_at).total_seconds() // 60) if seen_at <= now else None


def count_anew(session: Session, *, now: datetime) -> None:
    """After the clock was set back: whoever lives signs again at once, and for the others the five
    minutes begin now. What was told of the silences ahead is forgotten with them.
    """
    session.execute(
        update(Heartbeat)
        .where(Heartbeat.name.in_(DUTIES), Heartbeat.at > now + SILENT_AFTER)
        .values(at=now, alerted_at=None)
        .execution_options(synchronize_session=False)
    )


def last_seen(session: Session) -> dict[str, datetime]:
    """Duty → when somebody last did it; duties nobody ever did are missing."""
    rows = session.scalars(select(Heartbeat).where(Heartbeat.name.in_(DUTIES)))
    return {row.name: row.at for row in rows}


def still_at_work(session: Session, *, now: datetime) -> list[str]:
    """The names of the duties somebody does at this moment.

    A sign from the future was given before the clock was set back and says nothing about now.
    """
    seen = last_seen(session)
    return [
        name for duty, name in DUTIES.items() if duty in seen and abs(now - seen[duty]) < LIVES_FOR
    ]


def claim_alert(session: Session, silence: Silence, *, now: datetime) -> bool:
    """Whether it is ours to tell of this silence: of all who notice, one wins, once a silence."""
    won = session.execute(
        update(Heartbeat)
        .where(
            Heartbeat.name == silence.duty,
            Heartbeat.at == silence.since,
            or_(Heartbeat.alerted_at.is_(None), Heartbeat.alerted_at < Heartbeat.at),
        )
        .values(alerted_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(won) == 1


def forget_heartbeats(session: Session) -> None:
    """After a restore: those who lived at the time of the backup say nothing about now."""
    session.execute(delete(Heartbeat))
