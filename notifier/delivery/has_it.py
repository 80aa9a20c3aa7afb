"""Who needs an edition no more: one clause for the plan and for the numbers said before it."""

from sqlalchemy import ColumnElement, ColumnOperators, or_, select
from sqlalchemy.orm import aliased

from notifier.delivery.models import Delivery
from notifier.editions import Edition
from notifier.subscribers import Address, Subscriber


def has_it(
    edition: Edition,
    reader: ColumnOperators = Subscriber.id,
    channel: ColumnOperators = Address.channel,
) -> ColumnElement[bool]:
    """Whether a way to the reader is open or went well, or this one was tried already.

    For a statement over ``Subscriber`` and ``Address``, or whatever names reader and channel.
    """
    told = aliased(Delivery)
    return (
        select(told.id)
        .where(
            told.edition_id == edition.id,
            told.subscriber_id == reader,
            or_(~told.is_missed, told.channel == channel),
        )
        .exists()
    )
