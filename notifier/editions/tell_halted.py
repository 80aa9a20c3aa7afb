"""Whoever may decide hears by mail that an edition stands still: nobody looks at the pages all day."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.day_over import late_until
from notifier.editions.deciders import deciders, mail_each
from notifier.editions.kinds import kind_of
from notifier.editions.models import Edition
from notifier.hubs import get_hub
from notifier.kit import clock
from notifier.mailroom import render_mail


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
    about = f"halted-{edition.id}-{why}"
    mail_each(session, hub, deciders(session, hub.id), mail, about=about, now=now)
