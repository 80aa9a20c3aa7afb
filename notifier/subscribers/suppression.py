"""Whoever left stays gone: keyed hashes of addresses, without knowing whose."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.kit.tokens import keyed_hash
from notifier.subscribers.models import SuppressedAddress
from notifier.subscribers.reader_token import key_of


def address_hash(key: str, channel: str, address: str) -> str:
    """The hash under the hub's long-lived ``key``, so that it outlives a key rotation."""
    return keyed_hash(address, purpose=f"left-{channel}", key=key)


def suppressed_hashes(session: Session, hub_id: int) -> set[str]:
    """Every hash of this hub."""
    return set(
        session.scalars(
            select(SuppressedAddress.address_hash).where(SuppressedAddress.hub_id == hub_id)
        )
    )


def suppress(session: Session, rows: Iterable[SuppressedAddress]) -> None:
    """Add hashes; one that is known already stays as it is."""
    values = [
        {
            "hub_id": row.hub_id,
            "channel": row.channel,
            "address_hash": row.address_hash,
            "created_at": row.created_at,
        }
        for row in rows
    ]
    if not values:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(SuppressedAddress).on_conflict_do_nothing(
            index_elements=["hub_id", "channel", "address_hash"]
        ),
        values,
    )


def lift_suppression(session: Session, hub_id: int, *, channel: str, address: str) -> None:
    """The person came back and said so."""
    session.execute(
        delete(SuppressedAddress).where(
            SuppressedAddress.hub_id == hub_id,
            SuppressedAddress.channel == channel,
            SuppressedAddress.address_hash
            == address_hash(key_of(session, hub_id), channel, address),
        )
    )
