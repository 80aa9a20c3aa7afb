"""Who needs an edition no more: one clause for the plan and for the numbers said before it."""

from sqlalchemy import ColumnElement, or_, select

from notifier.delivery.models import Delivery
from notifier.editions import Edition
from notifier.subscribers import Address, Subscriber


def has_it(edition: Edition) -> ColumnElement[bool]:
    """Whether a way to the reader is open or went well, or this one was tried already.

    For a statement over ``Subscriber`` and ``Address``.
    """
    return (
        select(Delivery.id)
        .where(
            Delivery.edition_id == edition.id,
            Delivery.subscriber_id == Subscriber.id,
            or_(~Delivery.is_missed, Delivery.channel == Address.channel),
        )
        .exists()
    )
