"""Ask to be a reader by mail: nothing is sent but one confirmation, until its link is used."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import mailroom
from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit.tokens import new_token
from notifier.subscribers.add_address import add_address
from notifier.subscribers.find_or_add_profile import find_or_add_profile
from notifier.subscribers.models import Address, AddressState, Subscriber
from notifier.subscribers.queries import find_address
from notifier.subscribers.reader_token import reader_token
from notifier.subscribers.wishes import Wishes

EMAIL = "email"
ASKS_PER_DAY = 3
LINK_LIFE = timedelta(days=7)


def subscribe(
    session: Session, hub: Hub, *, email: str, wishes: Wishes, place: str, now: datetime
) -> None:
    """Queue the confirmation mail; known and unknown addresses get the same (no) answer.

    An address that is asked for more than three times a day gets no further mail. What was typed
    is applied when the owner of the address confirms. Raises ``BadAddressError``.
    """
    typed = mailroom.mail_address.normalise(email)
    if not mailroom.allow(
        session,
        purpose="subscribe",
        key=f"{hub.id}:{typed}",
        limit=ASKS_PER_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        return
    address = find_address(session, hub.id, channel=EMAIL, address=typed)
    if address is None:
        address = add_address(
            session, hub, channel=EMAIL, address=typed, wishes=wishes, source=place, now=now
        )
    if address.state == AddressState.ACTIVE:
        _say_already(session, hub, address, now)
        return
    address.pending_profile_id = find_or_add_profile(session, hub.id, wishes).id
    _ask_to_confirm(session, hub, address, now)


def send_settings_link(session: Session, hub: Hub, *, email: str, now: datetime) -> None:
    """Mail the settings link to a reader who lost theirs; a stranger's address gets nothing.

    The caps and the silence are those of ``subscribe``.
    """
    typed = mailroom.mail_address.normalise(email)
    if not mailroom.allow(
        session,
        purpose="subscribe",
        key=f"{hub.id}:{typed}",
        limit=ASKS_PER_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        return
    address = find_address(session, hub.id, channel=EMAIL, address=typed)
    if address is not None and address.state == AddressState.ACTIVE:
        _say_already(session, hub, address, now)


def _ask_to_confirm(session: Session, hub: Hub, address: Address, now: datetime) -> None:
    token, address.confirm_hash = new_token()
    address.confirm_expires_at = now + LINK_LIFE
    session.flush()
    mail = mailroom.render_mail(
        "opt_in",
        hub=hub,
        link=f"{settings().base_url}/{hub.slug}/subscribe/confirm/{token}",
        days=LINK_LIFE.days,
    )
    mailroom.queue_mail(
        session,
        hub,
        to=address.address,
        mail=mail,
        dedupe_key=f"opt-in-{address.id}-{address.confirm_hash[:20]}",
        now=now,
    )


def _say_already(session: Session, hub: Hub, address: Address, now: datetime) -> None:
    """The owner learns of it; whoever typed the address does not."""
    reader = session.get_one(Subscriber, address.subscriber_id)
    token = reader_token(session, reader)
    mail = mailroom.render_mail(
        "settings_link",
        hub=hub,
        link=f"{settings().base_url}/{hub.slug}/me/{token}",
        stop_link=f"{settings().base_url}/{hub.slug}/unsubscribe/{token}",
    )
    mailroom.queue_mail(
        session,
        hub,
        to=address.address,
        mail=mail,
        dedupe_key=f"settings-{address.id}-{now:%Y%m%d%H%M%S}",
        now=now,
    )
