"""Whoever may give the second yes is asked for it by mail, once for each time it is asked for."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.deciders import mail_each, second_people
from notifier.editions.models import Edition
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.mailroom import render_mail


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
    people = second_people(session, hub.id, first=edition.approved_by_key)
    about = f"second-{edition.id}-{edition.version}"
    mail_each(session, hub, people, mail, about=about, now=now)
