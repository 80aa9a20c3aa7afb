"""Which delivery a returned mail is about, by the surest sign it carries."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.message_ids import message_mark, read_message_id
from notifier.delivery.models import Delivery, DeliveryState
from notifier.editions import Edition
from notifier.hubs import Hub, all_hubs
from notifier.kit import tokens
from notifier.mailroom import BounceVerdict, is_bounce_mark, read_bounce_address
from notifier.subscribers import Subscriber, find_address, link_key

EMAIL = "email"
RETURNS_WITHIN = timedelta(days=14)  # mail servers give up after five days; some are slow to say so
WENT_OUT = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.BOUNCED)


def find_returned(
    session: Session, hub: Hub, verdict: BounceVerdict, *, now: datetime
) -> Delivery | None:
    """The delivery, or None: not ours, another hub's, or nothing was sent there lately.

    The return address proves itself, the Message-ID cannot be guessed; a bare recipient counts
    only when a mail of ours went to it in the last days, for anybody can write such a mail.
    """
    return (
        _by_return_address(session, hub, verdict)
        or _by_message_id(session, hub, verdict)
        or _by_recipient(session, hub, verdict, now)
    )


def hub_of_bounce(session: Session, verdict: BounceVerdict, *, now: datetime) -> Hub | None:
    """The hub whose mail came back, for a mailbox that all hubs share; None: nobody's."""
    return next(
        (hub for hub in all_hubs(session) if find_returned(session, hub, verdict, now=now)), None
    )


def _by_return_address(session: Session, hub: Hub, verdict: BounceVerdict) -> Delivery | None:
    named = read_bounce_address(verdict.verp)
    if named is None:
        return None
    found = session.execute(
        select(Delivery, Subscriber.link_salt)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(Delivery.id == named[0], Delivery.hub_id == hub.id, Delivery.channel == EMAIL)
    ).one_or_none()
    if found is None:
        return None
    delivery, link_salt = found
    is_ours = is_bounce_mark(named[1], delivery.id, link_salt, link_key(session, hub))
    return delivery if is_ours else None


def _by_message_id(session: Session, hub: Hub, verdict: BounceVerdict) -> Delivery | None:
    ours = read_message_id(verdict.original_message_id)
    if ours is None:
        return None
    mark, edition_id = ours
    key = link_key(session, hub)
    people = session.execute(
        select(Delivery.id, Edition.salt, Subscriber.id, Subscriber.link_salt)
        .join(Edition, Edition.id == Delivery.edition_id)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(
            Delivery.hub_id == hub.id,
            Delivery.edition_id == edition_id,
            Delivery.channel == EMAIL,
        )
        .execution_options(yield_per=1000)
    )
    found = next(
        (
            delivery_id
            for delivery_id, salt, reader_id, link_salt in people
            if tokens.same(mark, message_mark(key, edition_id, salt, reader_id, link_salt))
        ),
        None,
    )
    return session.get(Delivery, found) if found is not None else None


def _by_recipient(
    session: Session, hub: Hub, verdict: BounceVerdict, now: datetime
) -> Delivery | None:
    for recipient in verdict.recipients:
        address = find_address(session, hub.id, channel=EMAIL, address=recipient)
        if address is None:
            continue
        sent = session.scalar(
            select(Delivery)
            .where(
                Delivery.hub_id == hub.id,
                Delivery.address_id == address.id,
                Delivery.state.in_(WENT_OUT),
                Delivery.updated_at >= now - RETURNS_WITHIN,
            )
            .order_by(Delivery.id.desc())
            .limit(1)
        )
        if sent is not None:
            return sent
    return None
