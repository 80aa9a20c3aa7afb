"""Who should get an edition: one ledger row per reader, written by one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.delivery.hearing_of import hearing_of
from notifier.delivery.models import Delivery, DeliveryState
from notifier.editions import (
    ContentGroup,
    ContentGroupProfile,
    Edition,
    Hearing,
    build_content_groups,
)
from notifier.kit.db import affected
from notifier.subscribers import Address, AddressState, Subscriber, awake

COLUMNS = [
    "hub_id",
    "edition_id",
    "subscriber_id",
    "address_id",
    "channel",
    "content_group_id",
    "state",
    "reason",
    "planned_at",
    "updated_at",
]


def plan(session: Session, edition: Edition, *, now: datetime) -> int:
    """Write the deliveries of an edition; returns how many rows are new.

    Planning again adds only readers who are missing: the natural key and the partial unique
    index refuse the rest, so a second run changes nothing.
    """
    hearing = hearing_of(session, edition, now=now)
    build_content_groups(session, edition, now=now, hearing=hearing)
    session.flush()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement: Any = (
        insert(Delivery)
        .from_select(COLUMNS, _rows(edition, hearing, now))
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True, synchronize_session=False)
    )
    return affected(session.execute(statement))


def _rows(edition: Edition, hearing: Hearing | None, now: datetime) -> Select[Any]:
    """One row per reader: the address of the channel of choice, LINE first when none was chosen."""
    chosen = case((Address.channel == Subscriber.preferred_channel, 0), else_=1)
    by_price = case((Address.channel == "line", 0), else_=1)
    source: Any = Subscriber.__table__
    mark: Any = literal("")
    if hearing is not None:
        heard = hearing.rows.subquery()
        mark = func.coalesce(heard.c.mark, "")
        source = source.outerjoin(heard, heard.c.subscriber_id == Subscriber.id)
    ranked = (
        select(
            Subscriber.id.label("subscriber_id"),
            Address.id.label("address_id"),
            Address.channel.label("channel"),
            ContentGroupProfile.content_group_id.label("content_group_id"),
            func.row_number()
            .over(partition_by=Subscriber.id, order_by=(chosen, by_price, Address.id))
            .label("rank"),
        )
        .select_from(source)
        .join(Address, Address.subscriber_id == Subscriber.id)
        .join(
            ContentGroupProfile,
            and_(
                ContentGroupProfile.profile_id == Subscriber.profile_id,
                ContentGroupProfile.mark == mark,
            ),
        )
        .join(ContentGroup, ContentGroup.id == ContentGroupProfile.content_group_id)
        .where(
            Subscriber.hub_id == edition.hub_id,
            ContentGroupProfile.edition_id == edition.id,
            Address.hub_id == edition.hub_id,
            Address.state == AddressState.ACTIVE,
            or_(
                and_(Address.channel == "line", ContentGroup.line_messages != ""),
                and_(Address.channel == "email", ContentGroup.mail_text != ""),
            ),
            awake(now),
        )
        .subquery()
    )
    return (
        select(
            literal(edition.hub_id),
            literal(edition.id),
            ranked.c.subscriber_id,
            ranked.c.address_id,
            ranked.c.channel,
            ranked.c.content_group_id,
            literal(DeliveryState.QUEUED.value),
            literal(""),
            literal(now, Delivery.planned_at.type),
            literal(now, Delivery.updated_at.type),
        )
        .where(ranked.c.rank == 1)
        .order_by(ranked.c.content_group_id, ranked.c.channel, ranked.c.subscriber_id)
    )
