"""Who should get an edition, and in which batch: two reads and two writes, however many readers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, literal, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.delivery.batches import BATCH_SIZE, Lane, add_batches, lane_of
from notifier.delivery.has_it import has_it
from notifier.delivery.hearing_of import told_before
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
    "batch_id",
    "state",
    "reason",
    "planned_at",
    "updated_at",
]


def plan(session: Session, edition: Edition, *, now: datetime) -> int:
    """Write the batches and deliveries of an edition; returns how many deliveries are new.

    The batches are *waiting*: nobody can claim them before ``release_plan``. Planning again adds
    only readers who are missing, and the natural key and the partial unique index refuse whoever
    is there after all, so a second run changes nothing. The readers are looked at twice: the
    session must see them in one view (``writing(one_view=True)``).
    """
    hearing = told_before(session, edition, now=now)
    build_content_groups(session, edition, now=now, hearing=hearing)
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Of groups written a moment ago PostgreSQL expects one row, and would then look through
        # all batches anew for each reader.
        session.execute(text("ANALYZE content_groups, content_group_profiles"))
    return add_deliveries(session, edition, _missing(edition, hearing, now).subquery(), now=now)


def add_deliveries(session: Session, edition: Edition, missing: Subquery, *, now: datetime) -> int:
    """Write the ledger rows of ``missing`` (subscriber, address, channel, content group) and their
    *waiting* batches; returns how many rows are new."""
    batches = add_batches(session, edition, _lanes(session, missing))
    if batches is None:
        return 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement: Any = (
        insert(Delivery)
        .from_select(COLUMNS, ledger_rows(edition, missing, batches, now))
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True, synchronize_session=False)
    )
    return affected(session.execute(statement))


def _lanes(session: Session, missing: Subquery) -> dict[Lane, int]:
    lane = lane_of(missing.c.channel, missing.c.content_group_id).label("lane")
    rows = session.execute(
        select(lane, missing.c.channel, func.count())
        .group_by(lane, missing.c.channel)
        .order_by(lane, missing.c.channel)
    )
    return {(group_id, channel): readers for group_id, channel, readers in rows}


def ledger_rows(
    edition: Edition, missing: Subquery, batches: Subquery, now: datetime
) -> Select[Any]:
    """The ledger rows of ``missing`` (subscriber, address, channel, content group): the readers of
    each lane, numbered and handed out to ``batches`` 500 by 500; in the order of ``COLUMNS``."""
    lane = lane_of(missing.c.channel, missing.c.content_group_id)
    order = (missing.c.content_group_id, missing.c.subscriber_id)
    place = func.row_number().over(partition_by=(lane, missing.c.channel), order_by=order) - 1
    numbered = select(missing, lane.label("lane"), place.label("place")).subquery()
    begins = numbered.c.place - numbered.c.place % BATCH_SIZE
    placed = select(numbered, begins.label("begins")).subquery()
    return select(
        literal(edition.hub_id),
        literal(edition.id),
        placed.c.subscriber_id,
        placed.c.address_id,
        placed.c.channel,
        placed.c.content_group_id,
        batches.c.id,
        literal(DeliveryState.QUEUED.value),
        literal(""),
        literal(now, Delivery.planned_at.type),
        literal(now, Delivery.updated_at.type),
    ).join(
        batches,
        and_(
            batches.c.lane == placed.c.lane,
            batches.c.channel == placed.c.channel,
            batches.c.begins == placed.c.begins,
        ),
    )


def _missing(edition: Edition, hearing: Hearing | None, now: datetime) -> Select[Any]:
    """Readers without the edition, each with the address of the channel of choice, LINE first when
    none was chosen; a way that was tried for this edition is not tried again."""
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
                and_(Address.channel == "email", ContentGroup.mail_subject != ""),
            ),
            awake(now),
            ~has_it(edition),
        )
        .subquery()
    )
    return select(
        ranked.c.subscriber_id, ranked.c.address_id, ranked.c.channel, ranked.c.content_group_id
    ).where(ranked.c.rank == 1)
