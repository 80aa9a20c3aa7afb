"""A mail that comes back before its worker has recorded that it went."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from notifier import delivery, hubs, subscribers
from notifier.delivery import Delivery
from notifier.kit.db import writing
from notifier.mailroom import bounce_address, read_bounce
from notifier.subscribers import Subscriber
from notifier.wire import smtp
from tests.delivery.mailing import Mailing, Post, Use, make_mailing
from tests.mailroom.bounce_samples import report

DEAD = {"said": "550 5.1.1 User unknown", "status": "5.1.1"}


def comes_back(mailing: Mailing, now: datetime) -> None:
    """The first reader's mail is returned, and picked up."""
    with writing() as session:
        hub = hubs.find_hub(session, "nishi")
        one = session.scalars(select(Delivery).order_by(Delivery.id)).first()
        assert one is not None
        salt = session.get_one(Subscriber, one.subscriber_id).link_salt
        to = bounce_address(hub.mail_from, one.id, salt, subscribers.link_key(session, hub))
        raw = report(to=to, recipient=mailing.addresses[0], **DEAD)
        delivery.apply_bounce(session, hub, read_bounce(raw), raw=raw, now=now)


@pytest.mark.usefixtures("engine")
def test_it_is_not_counted_as_sent(now: datetime, use: Use) -> None:
    """The relay next door answers in milliseconds; a turn of fifty is recorded a second later."""
    mailing = make_mailing(3, now=now)

    def meanwhile(recipient: str) -> smtp.SmtpRefusedError | None:
        if recipient == mailing.addresses[1]:
            comes_back(mailing, now + timedelta(milliseconds=200))
        return None

    use(Post(refuses=meanwhile))
    assert mailing.send()
    assert mailing.states() == {"bounced": 1, "sent": 2}
