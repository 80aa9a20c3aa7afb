"""What became of an edition, each reader counted once: the one place these numbers come from."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from notifier.delivery.ledger_counts import ledger_counts
from notifier.delivery.models import MISSED, Batch, Delivery, DeliveryState
from notifier.editions import ContentGroup, Edition, EditionState

OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)
# A mail a worker had taken, or a LINE call in doubt, may have arrived although the edition stopped.
MAY_BE_OUT = or_(
    Delivery.state == DeliveryState.SENDING,
    and_(Batch.channel == "line", func.coalesce(Batch.is_in_doubt, False)),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Readers of one edition by what became of them; a reader is in one number only.

    *Sent* is accepted by the provider. *Not reached*: tried, refused or come back, and by no other
    way. *Not sent*: left out on purpose, as a rest was decided, the edition stopped or the reader
    left. *Unknown* may have it. *On the way* is still to come, and never of a stopped edition.
    """

    sent: int
    not_reached: int
    not_sent: int
    unknown: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent of an edition: readers by way, how many contents, and readers per listing;
    ``items`` None when only counts are left after thirteen months."""

    line: int
    email: int
    content_groups: int
    items: Counter[int] | None = field(default_factory=Counter)


def outcome(session: Session, edition: Edition) -> Outcome:
    """The numbers of one edition."""
    return outcomes(session, edition.hub_id, [edition.id])[edition.id]


def outcomes(session: Session, hub_id: int, edition_ids: Collection[int]) -> dict[int, Outcome]:
    """The numbers of each of the editions."""
    states: dict[int, Counter[DeliveryState]] = {one: Counter() for one in edition_ids}
    for (edition_id, _, state), count in way_counts(session, hub_id, edition_ids).items():
        states[edition_id][state] += count
    for edition_id, state, count in _tried_again(session, edition_ids):
        states[edition_id][state] -= count
    return {one: _of(found) for one, found in states.items()}


def way_counts(
    session: Session, hub_id: int, edition_ids: Collection[int]
) -> Counter[tuple[int, str, DeliveryState]]:
    """Ways by (edition, channel, state). After a stop nobody is still to come: an open way counts
    as what it will be when the tick closes it, not sent or unknown."""
    found: Counter[tuple[int, str, DeliveryState]] = Counter()
    for one in ledger_counts(session, hub_id, edition_ids):
        found[one.edition_id, one.channel, one.state] += one.count
    will_be = case(
        (MAY_BE_OUT, DeliveryState.UNKNOWN.value), else_=DeliveryState.SUPPRESSED.value
    ).label("will_be")
    left = session.execute(
        select(Delivery.edition_id, Delivery.channel, Delivery.state, will_be, func.count())
        .join(Edition, Edition.id == Delivery.edition_id)
        .outerjoin(Batch, Batch.id == Delivery.batch_id)
        .where(
            Delivery.edition_id.in_(edition_ids),
            Edition.state == EditionState.STOPPED,
            Delivery.state.in_(OPEN),
        )
        .group_by(Delivery.edition_id, Delivery.channel, Delivery.state, "will_be")
    )
    for edition_id, channel, state, then, count in left:
        found[edition_id, channel, state] -= int(count)
        found[edition_id, channel, DeliveryState(then)] += int(count)
    return found


def told(session: Session, edition: Edition) -> Told:
    """What was sent of the edition, from the ledger alone."""
    ways: Counter[str] = Counter()
    for one in ledger_counts(session, edition.hub_id, [edition.id]):
        if one.state is DeliveryState.SENT:
            ways[one.channel] += one.count
    rows = session.execute(
        select(ContentGroup.id, ContentGroup.listing_ids, func.count())
        .join(Delivery, Delivery.content_group_id == ContentGroup.id)
        .where(Delivery.edition_id == edition.id, Delivery.state == DeliveryState.SENT)
        .group_by(ContentGroup.id)
    ).all()
    items: Counter[int] = Counter()
    for _, listing_ids, readers in rows:
        items.update(dict.fromkeys(listing_ids, int(readers)))
    is_counted = rows or not sum(ways.values())
    return Told(ways["line"], ways["email"], len(rows), items if is_counted else None)


def has_later_way() -> ColumnElement[bool]:
    """Whether a missed way was followed by another one to the same reader."""
    later = aliased(Delivery)
    return and_(
        Delivery.is_missed,
        exists().where(
            later.edition_id == Delivery.edition_id,
            later.subscriber_id == Delivery.subscriber_id,
            or_(later.id > Delivery.id, ~later.is_missed),
        ),
    )


def _tried_again(
    session: Session, edition_ids: Collection[int]
) -> list[tuple[int, DeliveryState, int]]:
    """Ways that missed before another way to the same reader was begun."""
    rows = session.execute(
        select(Delivery.edition_id, Delivery.state, func.count())
        .where(Delivery.edition_id.in_(edition_ids), has_later_way())
        .group_by(Delivery.edition_id, Delivery.state)
    )
    return [(edition_id, state, int(count)) for edition_id, state, count in rows]


def _of(states: Counter[DeliveryState]) -> Outcome:
    over = {DeliveryState(one): states[DeliveryState(one)] for one in MISSED}
    return Outcome(
        sent=states[DeliveryState.SENT],
        not_reached=over[DeliveryState.FAILED] + over[DeliveryState.BOUNCED],
        not_sent=over[DeliveryState.SUPPRESSED],
        unknown=states[DeliveryState.UNKNOWN],
        on_the_way=states[DeliveryState.QUEUED] + states[DeliveryState.SENDING],
    )
