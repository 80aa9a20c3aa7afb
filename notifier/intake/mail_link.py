"""Mail a submitter the link to their own page.

The address may be a stranger's: the mail holds no word of what was typed into the form.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from notifier.config import settings
from notifier.hubs import Hub
from notifier.intake.issue_link import LIFE, issue_link
from notifier.intake.models import SubmitterLink
from notifier.mailroom import queue_mail, render_mail

Occasion = Literal[
    "submission_received", "submission_mailed", "submitter_link", "submission_question"
]


def mail_link(
    session: Session, hub: Hub, *, email: str, occasion: Occasion, about: str = "", now: datetime
) -> SubmitterLink:
    """Issue a link and queue the mail that carries it; ``occasion`` names the mail's template.

    ``about`` ("question-12", "submission-34") tells later what a reply to the mail is about.
    """
    link, token = issue_link(session, hub, email=email, now=now)
    mail = render_mail(
        occasion,
        hub_name=hub.name,
        hub_contact=hub.contact,
        link=f"{settings().base_url}/{hub.slug}/g/{token}",
        new_link=f"{settings().base_url}/{hub.slug}/g/",
        days=LIFE.days,
        may_reply=bool(hub.mail_submissions and settings().submissions_imap_url),
    )
    key = f"{about}:link:{link.id}" if about else f"link:{link.id}"
    queue_mail(session, hub, to=link.email, mail=mail, dedupe_key=key, now=now)
    return link
