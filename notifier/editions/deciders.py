"""Who may decide in a hub whether an edition goes, and the mail to each of them."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from notifier.accounts import Staff, may, staff_actor, staff_of
from notifier.hubs import Hub
from notifier.kit.errors import NotifierError
from notifier.mailroom import Mail, queue_mail

log = structlog.get_logger()


def deciders(session: Session, hub_id: int) -> list[Staff]:
    """Everybody who may approve an edition."""
    return [line.staff for line in staff_of(session, hub_id) if may(line.role, "approve_edition")]


def second_people(session: Session, hub_id: int, *, first: str) -> list[Staff]:
    """Who may give the second yes after the person with the key ``first``."""
    return [one for one in deciders(session, hub_id) if staff_actor(one).key != first]


def mail_each(
    session: Session, hub: Hub, people: Iterable[Staff], mail: Mail, *, about: str, now: datetime
) -> None:
    """Queue ``mail`` to each of ``people``, once for what it is ``about``."""
    for one in people:
        key = f"{about}-{one.id}"
        try:
            queue_mail(session, hub, to=one.email, mail=mail, dedupe_key=key, now=now)
        except NotifierError as error:  # one bad address keeps nobody else from hearing
            log.warning("edition.not_told", staff_id=one.id, error=type(error).__name__)
