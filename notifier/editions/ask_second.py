"""Whoever may give the second yes is asked for it by mail, once for each time it is asked for."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.editions.deciders import mail_each, recall_each, second_people
from notifier.editions.models import Edition
from notifier.hubs import Hub, get_hub
from notifier.kit import clock
from notifier.mailroom import render_mail

SLIP = timedelta(minutes=2)  # a slip is noticed at once, and who is asked should not wait long


def ask_second(session: Session, hub: Hub, edition: Edition, *, now: datetime) -> None:
    """Queue the mail to each of them; a hub without anybody else, or without a sender, has none.

    The link names the version that is asked about, so that the page can say when that is over.
    """
    if edition.send_at is None or not hub.mail_from:
        return
    mail = render_mail(
        "second_asked",
        hub=hub,
        title=edition.title,
        first=edition.approved_by,
        when=clock.say_moment(edition.send_at, hub.zone),
        link=f"{settings().base_url}/desk/editions/{edition.id}?asked={edition.version}",
    )
    people = second_people(session, hub.id, first=edition.approved_by_key)
    mail_each(session, hub, people, mail, about=_about(edition), wait=SLIP, now=now)


def end_question(session: Session, edition: Edition) -> None:
    """Nobody's second yes is wanted any more for this: to whom the mail has not gone, it does not go.

    For whoever changes the edition, before its version moves.
    """
    hub = get_hub(session, edition.hub_id)
    people = second_people(session, hub.id, first=edition.approved_by_key)
    recall_each(session, hub, people, about=_about(edition))


def _about(edition: Edition) -> str:
    return f"second-{edition.id}-{edition.version}"
