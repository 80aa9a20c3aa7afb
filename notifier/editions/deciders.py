"""Who may decide in a hub whether an edition goes, and the mail to each of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from notifier.accounts import Staff, may, staff_actor, staff_of
from notifier.hubs import Hub
from notifier.kit.errors import NotifierError
from notifier.mailroom import Mail, queue_mail, recall

log = structlog.get_logger()


def deciders(session: Session, hub_id: int) -> list[Staff]:
    """Everybody who may approve an edition."""
    return [line.staff for line in staff_of(session, hub_id) if may(line.role, "approve_edition")]


def second_people(session: Session, hub_id: int, *, first: str) -> list[Staff]:
    """Who may give the second yes after the person with the key ``first``."""
    return [one for one in deciders(session, hub_id) if staff_actor(one).key != first]


def mail_each(  # noqa: PLR0913 - one mail to many, and when
    session: Session,
    hub: Hub,
    people: Iterable[Staff],
    mail: Mail,
    *,
    about: str,
    wait: timedelta = timedelta(),
    now: datetime,
) -> None:
    """Queue ``mail`` to each of ``people``, once for what it is ``about``; ``wait`` is how long
    ``recall_each`` may still take it back."""
    for one in people:
        key = _key(about, one)
        try:
            queue_mail(session, hub, to=one.email, mail=mail, dedupe_key=key, wait=wait, now=now)
        except NotifierError as error:  # one bad address keeps nobody else from hearing
            log.warning("edition.not_told", staff_id=one.id, error=type(error).__name__)


def recall_each(session: Session, hub: Hub, people: Iterable[Staff], *, about: str) -> None:
    """Take the mail ``about`` it back from each of ``people`` to whom it has not gone yet."""
    for one in people:
        recall(session, hub, dedupe_key=_key(about, one))


def _key(about: str, one: Staff) -> str:
    return f"{about}-{one.id}"
