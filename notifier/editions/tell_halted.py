"""Whoever may decide hears by mail that an edition stands still: nobody looks at the pages all day."""

from datetime import datetime
from hashlib import sha256

import structlog
from sqlalchemy.orm import Session

from notifier.accounts import Staff, may, staff_of
from notifier.config import settings
from notifier.editions.day_over import late_until
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.kit.errors import NotifierError
from notifier.mailroom import queue_mail, render_mail

log = structlog.get_logger()


def tell_halted(session: Session, edition: Edition, *, now: datetime) -> None:
    """Queue the mail to each of them, once each time it is held up; without a sender, none.

    It says the edition's own reason, so the reason is given before.
    """
    hub = get_hub(session, edition.hub_id)
    if not hub.mail_from:
        return
    # A notice goes while its dates are ahead: it has no last day of its own.
    until = None if kind_of(edition.kind).is_notice else late_until(edition)
    mail = render_mail(
        "edition_halted",
        hub=hub,
        title=edition.title,
        reason=edition.reason,
        until=clock.say_date(until) if until else "",
        is_over=until is not None and until < clock.local(now, hub.zone).date(),
        link=f"{settings().base_url}/desk/editions/{edition.id}",
    )
    # The version is another one after each approval: what stops for the same reason is told again.
    why = sha256(f"{edition.state}\n{edition.version}\n{edition.reason}".encode()).hexdigest()[:16]
    for one in deciders(session, hub.id):
        key = f"halted-{edition.id}-{why}-{one.id}"
        try:
            queue_mail(session, hub, to=one.email, mail=mail, dedupe_key=key, now=now)
        except NotifierError as error:  # one bad address keeps nobody else from hearing
            log.warning("edition.halt_not_told", staff_id=one.id, error=type(error).__name__)


def deciders(session: Session, hub_id: int) -> list[Staff]:
    """Who may decide in the hub whether an edition goes."""
    return [line.staff for line in staff_of(session, hub_id) if may(line.role, "approve_edition")]
