"""A reader's links get new: those in old mails open nothing any more."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit, mailroom
from notifier.audit import Actor
from notifier.config import settings
from notifier.hubs import Hub
from notifier.kit.errors import TooManyError
from notifier.subscribers.models import Address, AddressState, Subscriber
from notifier.subscribers.queries import find_address
from notifier.subscribers.reader_token import reader_token

EMAIL = "email"
RENEWALS_PER_DAY = 5
BY_READER = "お申し出により"
BY_STAFF = "お申し出を受けて、拠点の担当者が"


def renew_links(session: Session, hub: Hub, reader: Subscriber, *, by: Actor, now: datetime) -> str:
    """Revoke every settings and unsubscribe link of ``reader``; returns their new token.

    The new links go to each living mail address of theirs; in LINE they come on asking. Raises
    ``TooManyError`` beyond five a day, for each time mails are sent.
    """
    if not mailroom.allow(
        session,
        purpose="renew_links",
        key=f"{hub.id}:{reader.id}",
        limit=RENEWALS_PER_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        raise TooManyError(
            "今日はもう何度も新しくしました。あすになってから、もう一度お試しください。"
        )
    session.refresh(reader, with_for_update=True)
    reader.link_version += 1
    session.flush()
    for address in _living(session, reader):
        _write(session, hub, reader, address, by=by, now=now)
    audit.write(
        session,
        f"{by.label}が、読者{reader.id}番のリンクを新しくしました。",
        verb="reader.renew_links",
        subject=("subscriber", reader.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    session.flush()
    return reader_token(session, reader)


def renew_links_of(session: Session, hub: Hub, email: str, *, by: Actor, now: datetime) -> bool:
    """As ``renew_links``, for whoever is reached at ``email``; whether there is such a reader.

    Raises ``BadAddressError`` for what is no address.
    """
    typed = mailroom.mail_address.normalise(email)
    address = find_address(session, hub.id, channel=EMAIL, address=typed)
    if address is None or address.state is not AddressState.ACTIVE:
        return False
    reader = session.get_one(Subscriber, address.subscriber_id)
    renew_links(session, hub, reader, by=by, now=now)
    return True


def _living(session: Session, reader: Subscriber) -> list[Address]:
    return list(
        session.scalars(
            select(Address)
            .where(
                Address.subscriber_id == reader.id,
                Address.channel == EMAIL,
                Address.state == AddressState.ACTIVE,
            )
            .order_by(Address.id)
        )
    )


def _write(
    session: Session,
    hub: Hub,
    reader: Subscriber,
    address: Address,
    *,
    by: Actor,
    now: datetime,
) -> None:
    token = reader_token(session, reader)
    here = f"{settings().base_url}/{hub.slug}"
    mail = mailroom.render_mail(
        "links_renewed",
        hub=hub,
        who=BY_STAFF if by.kind == "staff" else BY_READER,
        link=f"{here}/me/{token}",
        stop_link=f"{here}/unsubscribe/{token}",
    )
    mailroom.queue_mail(
        session,
        hub,
        to=address.address,
        mail=mail,
        dedupe_key=f"links-{address.id}-{reader.link_version}",
        now=now,
    )
