"""What is over is closed: finished editions, those that cannot finish, and the ends of stopped."""

from datetime import datetime
from itertools import groupby

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from notifier.delivery.claim import is_due
from notifier.delivery.in_doubt import STOPPED_REASON, doubt_when_stopped, settle_taken
from notifier.delivery.journal import JournalInUseError
from notifier.delivery.lay_aside import settle_line
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState
from notifier.delivery.stand_in import close_stand_ins, close_stand_ins_of
from notifier.delivery.workflow import CLOSED_BATCHES
from notifier.editions import Edition, EditionState, block, close_stopped, finish

IS_OPEN = Batch.state.not_in(CLOSED_BATCHES)
IS_OVER = (
    Edition.state == EditionState.DISPATCHING,
    ~exists().where(Batch.edition_id == Edition.id, IS_OPEN),
)


def close_ends(session: Session, *, now: datetime) -> None:
    """End what nobody sends any more of stopped editions, and ways that stood in and failed too."""
    _close_stopped(session, now)
    close_stand_ins(session, now=now)


def over_editions(session: Session) -> list[int]:
    """Editions under way with no batch left to send, to be settled each by itself."""
    return list(session.scalars(select(Edition.id).where(*IS_OVER).order_by(Edition.id)))


def settle(session: Session, edition_id: int, *, now: datetime) -> bool:
    """Close an edition with no batch left to send; False when there is one after all.

    Sent, when nobody waits any more. When readers still wait in batches that were refused, short
    of quota or laid aside, the edition is blocked and says so: a person decides, and approving it
    again sends to those readers alone.
    """
    edition = _over(session, edition_id)
    if edition is None:
        return False
    # Under the lock: one laid aside since ``close_ends`` must not hold the edition up either.
    close_stand_ins_of(session, Edition.id == edition.id, now=now)
    waiting = _count(session, edition, DeliveryState.QUEUED)
    if waiting:
        _leave_to_a_person(session, edition, waiting, now)
    else:
        finish(session, edition, now=now)
    return True


def _over(session: Session, edition_id: int) -> Edition | None:
    """The edition, locked, when it is over.

    Asked again under the lock: the statement that took it had looked before, and the other way of
    somebody may have been planned meanwhile.
    """
    edition = session.scalar(
        select(Edition).where(*IS_OVER, Edition.id == edition_id).with_for_update(skip_locked=True)
    )
    planned = exists().where(Batch.edition_id == edition_id, IS_OPEN)
    return None if edition is None or session.scalar(select(planned)) else edition


def _leave_to_a_person(session: Session, edition: Edition, waiting: int, now: datetime) -> None:
    """Block the edition and forget the waiting rows, so that a new plan can write them again."""
    why = func.coalesce(func.nullif(Batch.reason, ""), Delivery.reason).label("why")
    reasons = session.scalars(
        select(why)
        .select_from(Batch)
        .join(Delivery, Delivery.batch_id == Batch.id)
        .where(Batch.edition_id == edition.id, Delivery.state == DeliveryState.QUEUED)
        .distinct()
        .order_by(why)
    )
    sent = _count(session, edition, DeliveryState.SENT)
    sentence = (
        f"{sent:,}人に送りましたが、{waiting:,}人にはまだ送っていません。{''.join(reasons)}"
        "直してから下書きに戻し、もう一度承認すると、まだの人にだけ送ります。"
    )
    block(session, edition, reason=sentence, now=now)
    session.execute(
        delete(Delivery)
        .where(Delivery.edition_id == edition.id, Delivery.state == DeliveryState.QUEUED)
        .execution_options(synchronize_session=False)
    )


def _count(session: Session, edition: Edition, state: DeliveryState) -> int:
    query = (
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.edition_id == edition.id, Delivery.state == state)
    )
    return session.scalar(query) or 0


def _close_stopped(session: Session, now: datetime) -> None:
    """A stopped edition's unclaimed batches end; claimed ones end when their worker notices.

    Whoever still waits then will not get it, except by a LINE call that is under way.
    """
    stopped = set(
        session.scalars(
            select(Edition.id).where(
                Edition.state == EditionState.STOPPED, Edition.closed_at.is_(None)
            )
        )
    )
    if not stopped:
        return
    open_batches = (
        Batch.edition_id.in_(stopped),
        IS_OPEN,
        (Batch.state != BatchState.CLAIMED) | is_due(now),
    )
    found = session.scalars(select(Batch).where(*open_batches).with_for_update()).all()
    left = [batch for batch in found if _is_left(session, batch, now)]
    ids = [batch.id for batch in left]
    if ids:
        for reason, batches in groupby(sorted(left, key=doubt_when_stopped), doubt_when_stopped):
            settle_line(session, [batch.id for batch in batches], reason=reason, now=now)
        session.execute(
            update(Batch)
            .where(Batch.id.in_(ids))
            .values(state=BatchState.STOPPED, done_at=now, reason=STOPPED_REASON)
            .execution_options(synchronize_session=False)
        )
    # Asked before the readers are: a batch that ends meanwhile has another turn.
    under_way = select(Batch.edition_id).where(Batch.edition_id.in_(stopped), IS_OPEN)
    alive = set(session.scalars(under_way))
    session.execute(
        update(Delivery)
        .where(
            Delivery.edition_id.in_(stopped),
            Delivery.state == DeliveryState.QUEUED,
            or_(
                Delivery.channel != "line",
                ~exists().where(Batch.id == Delivery.batch_id, IS_OPEN),
            ),
        )
        .values(state=DeliveryState.SUPPRESSED, reason=STOPPED_REASON, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    close_stopped(session, stopped.difference(alive), now=now)


def _is_left(session: Session, batch: Batch, now: datetime) -> bool:
    """Whether nobody works on the batch; what its mail worker had taken is settled then."""
    try:
        settle_taken(session, batch, now=now)
    except JournalInUseError:
        return False
    return True
