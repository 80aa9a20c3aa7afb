"""Whether this machine's clock is the one the database goes by.

Whoever works on a batch holds it for a minute by their own clock: a machine that is a minute ahead
takes what others are just sending for left.
"""

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from notifier.cli.doctor_checks import Check
from notifier.config import Settings
from notifier.kit import clock, db
from notifier.kit.errors import NotifierError

MOST_SECONDS = 5.0
WHAT = "時計"
REMEDY = (
    "時計を合わせる仕組み（NTP）を、この機械とデータベースの機械で動かしてください。"
    "ずれたままだと、ほかの機械が送っている途中のものを、止まったものと取り違えます。"
)


def check_clock(now: Settings) -> Check:
    """Moved on purpose, apart from the database's, or well."""
    if now.clock_offset:
        return Check("clock", WHAT, "note", f"{now.clock_offset:g}秒ずらして練習中です")
    try:
        apart = seconds_apart(db.engine())
    except (SQLAlchemyError, NotifierError, OSError):  # said by the check of the database itself
        return Check("clock", WHAT, "note", "データベースに聞けないため、比べていません")
    if abs(apart) > MOST_SECONDS:
        way = "進んで" if apart > 0 else "遅れて"
        found = f"データベースの機械より{abs(apart):,.0f}秒{way}います"
        return Check("clock", WHAT, "wrong", found, REMEDY)
    return Check("clock", WHAT, "ok", "合っています")


def seconds_apart(engine: Engine) -> float:
    """How far ahead of the database's clock this machine's is; SQLite has none of its own."""
    if engine.dialect.name == "sqlite":
        return 0.0
    with engine.execution_options(reading=True).connect() as connection:
        before = clock.now()
        there = connection.execute(select(func.clock_timestamp())).scalar_one()
        after = clock.now()
    if before <= there <= after:
        return 0.0
    apart: float = ((before if before > there else after) - there).total_seconds()
    return apart
