"""Readers' links: derived from a long-lived key and the person's salt and version, stored nowhere.

The key belongs to the hub and is stored sealed, so a rotation of the secret key changes no link
in anybody's old mail; ``link_version`` + 1 revokes one person's links. The random salt parts two
people who were given one number, the second of them after a restore.
"""

import secrets

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.hubs import Hub
from notifier.kit import crypto
from notifier.kit.errors import ExpiredLinkError
from notifier.kit.tokens import derive, same
from notifier.subscribers.models import ReaderLinkKey, Subscriber

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_ID_DIGITS = 12


class OldReaderLinkError(ExpiredLinkError):
    """A settings or unsubscribe link that is not (or no longer) anybody's."""

    def __init__(self) -> None:
        super().__init__("このリンクは使えなくなりました。新しいリンクをメールでお送りできます。")


def reader_token(session: Session, subscriber: Subscriber) -> str:
    """The token in this person's links."""
    key = key_of(session, subscriber.hub_id)
    return derive_token(key, subscriber.id, subscriber.link_salt, subscriber.link_version)


def derive_token(link_key: str, subscriber_id: int, link_salt: str, link_version: int) -> str:
    """``<id in base 36>-<derived>``; fast enough to be made for every mail."""
    subject = f"{subscriber_id}:{link_salt}:{link_version}"
    return f"{_base36(subscriber_id)}-{derive(subject, key=link_key)}"


def link_key(session: Session, hub: Hub) -> str:
    """The hub's key for readers' links, made at first use."""
    return key_of(session, hub.id)


def key_of(session: Session, hub_id: int) -> str:
    """As ``link_key``, by the hub's id."""
    query = select(ReaderLinkKey.sealed_key).where(ReaderLinkKey.hub_id == hub_id)
    sealed = session.scalar(query)
    if sealed is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(
            insert(ReaderLinkKey)
            .values(hub_id=hub_id, sealed_key=crypto.seal(secrets.token_urlsafe(32)))
            .on_conflict_do_nothing(index_elements=["hub_id"])
        )
        sealed = session.scalars(query).one()
    return crypto.unseal(sealed)


def reseal_link_keys(session: Session) -> int:
    """Seal every hub's key with the newest secret key, so that the old one may be dropped."""
    rows = session.scalars(select(ReaderLinkKey)).all()
    for row in rows:
        row.sealed_key = crypto.seal(crypto.unseal(row.sealed_key))
    session.flush()
    return len(rows)


def find_reader(session: Session, hub_id: int, token: str) -> Subscriber:
    """Whose link this is, also when they have left; ``OldReaderLinkError`` when nobody's."""
    number, _, _ = token.partition("-")
    if not 0 < len(number) <= MAX_ID_DIGITS or any(digit not in DIGITS for digit in number):
        raise OldReaderLinkError
    found = session.scalar(
        select(Subscriber).where(Subscriber.id == int(number, 36), Subscriber.hub_id == hub_id)
    )
    if found is None or not same(token, reader_token(session, found)):
        raise OldReaderLinkError
    return found


def _base36(number: int) -> str:
    said = ""
    while number:
        number, rest = divmod(number, 36)
        said = DIGITS[rest] + said
    return said or "0"
