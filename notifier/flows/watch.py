"""The dead man's switch: whoever still lives notices who is silent, and tells the administrators.

The clock, the workers, a cron line's tick and ``notifier doctor --alert`` send the mail themselves,
for the one who usually sends may be the silent one. The web queues it and shows it. When all of
them are dead, only a cron line or a monitor outside can tell.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from notifier import accounts, delivery, mailroom
from notifier.accounts import Role
from notifier.config import settings
from notifier.delivery import Silence
from notifier.hubs import Hub, all_hubs
from notifier.kit import clock
from notifier.kit.db import reading, writing
from notifier.kit.errors import NotifierError

log = structlog.get_logger()


def pulse(duties: Iterable[str], *, now_fn: Callable[[], datetime] = clock.now) -> list[Silence]:
    """Say that this process does ``duties``, look who is silent, and send the alert if there is one.

    Opens transactions of its own; nothing is open while a relay is spoken to.
    """
    with writing() as session:
        delivery.note_alive(session, duties, now=now_fn())
    return alert(now_fn=now_fn)


def alert(*, now_fn: Callable[[], datetime] = clock.now, send: bool = True) -> list[Silence]:
    """Who is silent; a mail to every administrator is queued once a silence, and sent from here."""
    found = look(now_fn=now_fn)
    queued = 0
    if found:
        with writing() as session:
            new = [one for one in found if delivery.claim_alert(session, one, now=now_fn())]
            waits = delivery.standstill([one.duty for one in found])
            queued = sum(
                _tell(session, hub, new, waits, now_fn()) for hub in all_hubs(session) if new
            )
    if queued and send:
        mailroom.send_outbox(now_fn=now_fn)
    return found


def look(*, now_fn: Callable[[], datetime] = clock.now) -> list[Silence]:
    """Who is silent; nobody is told.

    Signs from before the clock was set back are counted from now on: nobody is told of a silence
    that is none, and a real one is noticed five minutes later.
    """
    with reading() as session:
        found = delivery.silences(session, now=now_fn())
    if any(one.minutes is None for one in found):
        with writing() as session:
            delivery.count_anew(session, now=now_fn())
            found = delivery.silences(session, now=now_fn())
    return found


def _tell(session: Session, hub: Hub, new: list[Silence], waits: str, now: datetime) -> int:
    """Queue the mail for each administrator of ``hub``; returns how many. ``waits``: what stands
    still for all who are silent, also those told of before."""
    mail = mailroom.render_mail(
        "silence",
        hub=hub,
        silences=[(one.name, clock.say_moment(one.since, hub.zone)) for one in new],
        waits=waits,
        nothing_is_lost=delivery.NOTHING_IS_LOST,
        base_url=settings().base_url,
    )
    told = 0
    for line in accounts.staff_of(session, hub.id):
        if line.role is not Role.ADMIN:
            continue
        key = f"silence-{new[0].duty}-{new[0].since:%Y%m%d%H%M%S}-{line.staff.id}"
        try:
            mailroom.queue_mail(
                session, hub, to=line.staff.email, mail=mail, dedupe_key=key, now=now
            )
        except NotifierError as error:  # one bad address keeps nobody else from hearing
            log.warning("watch.not_told", staff_id=line.staff.id, error=type(error).__name__)
            continue
        told += 1
    return told
