"""An hourly look whether LINE takes the hub's key and how many messages are left, kept for pages."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.ask_quota import ask_quota
from notifier.delivery.known_quota import last_known, with_uncounted
from notifier.delivery.models import LineLook
from notifier.delivery.quota_view import QuotaView
from notifier.hubs import ChannelPurpose, LineChannel, line_channel
from notifier.kit.db import reading, writing
from notifier.kit.errors import UnavailableError

EVERY = timedelta(hours=1)


def due_looks(session: Session, *, now: datetime) -> list[int]:
    """Hubs with a readers' account nobody looked at for an hour."""
    fresh = select(LineLook.hub_id).where(
        LineLook.looked_at > now - EVERY, LineLook.looked_at <= now
    )
    rows = session.scalars(
        select(LineChannel.hub_id)
        .where(
            LineChannel.purpose == ChannelPurpose.READERS,
            LineChannel.sealed_secret != "",
            LineChannel.hub_id.not_in(fresh),
        )
        .order_by(LineChannel.hub_id)
    )
    return list(rows)


def look_at_line(hub_id: int, *, now: datetime) -> bool:
    """Mint a token, ask the quota with no transaction open, and keep the answer or the reason.

    Returns whether LINE answered.
    """
    with reading() as session:
        channel = line_channel(session, hub_id, ChannelPurpose.READERS)
    if channel is None:
        return False
    view, problem = None, ""
    try:
        view = ask_quota(channel, now=now)
    except UnavailableError as error:
        problem = str(error)
    with writing() as session:
        note_look(session, hub_id, view, problem=problem, now=now)
    return not problem


def note_look(
    session: Session, hub_id: int, view: QuotaView | None, *, problem: str = "", now: datetime
) -> None:
    """Keep what LINE answered at ``now``, or the sentence why it did not.

    A look without an answer keeps what is known: the next answer may lag behind it.
    """
    known = (
        last_known(session, hub_id, now=now)
        if view is None
        else with_uncounted(session, hub_id, view, now=now)
    )
    look = line_look(session, hub_id) or LineLook(hub_id=hub_id)
    look.looked_at, look.problem = now, problem
    look.used, look.allowed = (known.used, known.limit) if known else (0, None)
    session.add(look)
    session.flush()


def line_look(session: Session, hub_id: int) -> LineLook | None:
    """The last look, if there was one."""
    return session.scalar(select(LineLook).where(LineLook.hub_id == hub_id))
