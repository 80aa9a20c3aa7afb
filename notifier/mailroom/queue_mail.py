"""Put a mail into the outbox; the next tick sends it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.mailroom.mail import Mail
from notifier.mailroom.mail_address import normalise
from notifier.mailroom.models import OutboxMessage
from notifier.mailroom.put import put

EMAIL = "email"


def queue_mail(  # noqa: PLR0913 - one mail, its key, and when
    session: Session,
    hub: Hub,
    *,
    to: str,
    mail: Mail,
    dedupe_key: str,
    wait: timedelta = timedelta(),
    now: datetime,
) -> OutboxMessage:
    """Queue ``mail`` for ``to``; the same ``dedupe_key`` gives the same row and no second mail.

    ``wait`` is how long it may still be recalled. Raises ``BadAddressError`` when ``to`` is no mail address.
    """
    return put(
        session,
        OutboxMessage(
            hub_id=hub.id,
            kind=mail.kind,
            channel=EMAIL,
            recipient=normalise(to),
            body={"subject": mail.subject, "text": mail.text, "html": mail.html},
            dedupe_key=dedupe_key,
            created_at=now,
            due_at=now + wait,
        ),
    )
