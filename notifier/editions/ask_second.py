"""Whoever may give the second yes is asked for it by mail, once for each time it is asked for."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from notifier.accounts import Staff, staff_actor
from notifier.config import settings
from notifier.editions.models import Edition
from notifier.editions.tell_halted import deciders
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.kit.errors import NotifierError
from notifier.mailroom import queue_mail, render_mail

log = structlog.get_logger()


def ask_second(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> None:
    """Queue the mail to each of them; a hub without anybody else, or without a sender, has none."""
    if edition.send_at is None or not hub.mail_from:
        return
    mail = render_mail(
        "second_asked",
        hub=hub,
        title=edition.title,
        first=edition.approved_by,
        when=clock.say_moment(edition.send_at, hub.zone),
        link=f"{settings().base_url}/desk/editions/{edition.id}",
    )
    for one in second_people(session, hub.id, first=edition.approved_by_key):
        key = f"second-{edition.id}-{edition.version}-{one.id}"
        try:
            queue_mail(session, hub, to=one.email, mail=mail, dedupe_key=key, now=now)
        except NotifierError as error:  # one bad address keeps nobody else from hearing
            log.warning("second.not_asked", staff_id=one.id, error=type(error).__name__)


def second_people(session: Session, hub_id: int, *, first: str) -> list[Staff]:
    """Who may give the second yes after the person with the key ``first``."""
    return [one for one in deciders(session, hub_id) if staff_actor(one).key != first]
