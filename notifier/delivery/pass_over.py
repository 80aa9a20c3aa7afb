"""A decision for an edition that LINE cannot carry whole, carried out on its plan.

Mail first: who has a mail address too is written to there. Then, where that was decided, readers
are passed over in turn: never those the edition before passed over, and those who were passed over
longest ago, or never, first.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from notifier.delivery.batches import ANY_GROUP, add_batches
from notifier.delivery.models import (
    Batch,
    BatchState,
    Delivery,
    DeliveryState,
    PassedOver,
    QuotaChoice,
    QuotaDecision,
)
from notifier.delivery.plan import COLUMNS, ledger_rows
from notifier.delivery.quota_need import rested_before, standing_decision
from notifier.editions import ContentGroup, Edition
from notifier.subscribers import Address, AddressState

CAPPED = (QuotaChoice.FEWER, QuotaChoice.MAIL)
MAY_COUNT = (DeliveryState.SENT, DeliveryState.UNKNOWN)
BY_MAIL, PASSED_OVER = "by_mail", "passed_over"
BY_MAIL_REASON = "LINEの通数が足りないため、メールで送ります。"
PASSED_OVER_REASON = "LINEの通数が足りないため、順番に休んでもらいました。次の便は届きます。"
TOO_FEW_BY_MAIL = (
    "メールに替えることに決めましたが、そのあと人数が変わり、替えられる人だけでは足りません。"
    "今回はまだ1通も送っていません。下書きに戻し、決めなおしてから承認してください。"
)
TWICE_IN_A_ROW = (
    "順番に休んでもらうことに決めましたが、そのあと人数が変わり、前の便で休んだ人がまた休むことに"
    "なります。今回はまだ1通も送っていません。下書きに戻し、決めなおしてから承認してください。"
)


def most_line_messages(session: Session, edition_id: int, planned: int) -> int:
    """How many of the ``planned`` LINE messages the standing decision lets go; all without one."""
    decision = standing_decision(session, edition_id)
    if decision is None or decision.choice not in CAPPED or decision.line_messages is None:
        return planned
    gone = session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.edition_id == edition_id,
            Delivery.channel == "line",
            Delivery.state.in_(MAY_COUNT),
        )
    )
    return min(planned, max(0, decision.line_messages - (gone or 0)))


def pass_over(session: Session, edition: Edition, *, now: datetime) -> str:
    """Bring a waiting plan down to what was decided; a sentence, changing nothing, if it cannot be.

    For the transaction that releases the batches, under the edition's lock.
    """
    decision = standing_decision(session, edition.id)
    if decision is None:
        return ""
    waiting = _count(session, _waiting(edition))
    over = waiting - most_line_messages(session, edition.id, waiting)
    if over <= 0:
        return ""
    by_mail = _count(session, _ranked(edition, over).where(_has_mail(edition)))
    problem = _problem(session, edition, decision, over - by_mail)
    if problem:
        return problem
    _take_off(session, edition, over, now)
    _remember(session, edition, now)
    _write_by_mail(session, edition, by_mail, now)
    return ""


def _problem(session: Session, edition: Edition, decision: QuotaDecision, passed: int) -> str:
    if passed <= 0:
        return ""
    if decision.choice is QuotaChoice.MAIL:
        return TOO_FEW_BY_MAIL
    rested = Delivery.subscriber_id.in_(rested_before(edition))
    free = _count(session, _waiting(edition).where(~rested, ~_has_mail(edition)))
    return TWICE_IN_A_ROW if passed > free else ""


def _waiting(edition: Edition) -> Select[Any]:
    batches = select(Batch.id).where(
        Batch.edition_id == edition.id, Batch.state == BatchState.WAITING
    )
    return select(Delivery.id).where(
        Delivery.edition_id == edition.id,
        Delivery.channel == "line",
        Delivery.state == DeliveryState.QUEUED,
        Delivery.batch_id.in_(batches),
    )


def _has_mail(edition: Edition) -> ColumnElement[bool]:
    """Whether the reader of a delivery could be sent this very content by mail, and was not yet."""
    other = aliased(Delivery)
    tried = (
        select(other.id)
        .where(
            other.edition_id == edition.id,
            other.subscriber_id == Delivery.subscriber_id,
            other.channel == "email",
        )
        .correlate(Delivery)
        .exists()
    )
    reachable = (
        select(Address.id)
        .join(ContentGroup, ContentGroup.id == Delivery.content_group_id)
        .where(
            Address.hub_id == edition.hub_id,
            Address.subscriber_id == Delivery.subscriber_id,
            Address.channel == "email",
            Address.state == AddressState.ACTIVE,
            ContentGroup.mail_subject != "",
        )
        .correlate(Delivery)
        .exists()
    )
    return and_(reachable, ~tried)


def _ranked(edition: Edition, over: int) -> Select[Any]:
    """The ids of the ``over`` deliveries that do not go by LINE, mail readers first."""
    last = (
        select(func.coalesce(func.max(PassedOver.edition_id), 0))
        .where(PassedOver.subscriber_id == Delivery.subscriber_id)
        .correlate(Delivery)
        .scalar_subquery()
    )
    rested = case((Delivery.subscriber_id.in_(rested_before(edition)), 1), else_=0)
    turn = (
        _waiting(edition)
        .order_by(case((_has_mail(edition), 0), else_=1), rested, last, Delivery.subscriber_id)
        .limit(over)
        .subquery()
    )
    return select(Delivery.id).where(Delivery.id.in_(select(turn.c.id)))


def _take_off(session: Session, edition: Edition, over: int, now: datetime) -> None:
    """Nobody of the ``over`` gets it by LINE; the reason parts those who get a mail."""
    has_mail = _has_mail(edition)
    chosen = _ranked(edition, over).subquery()
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(select(chosen.c.id)))
        .values(
            state=DeliveryState.SUPPRESSED,
            reason=case((has_mail, BY_MAIL_REASON), else_=PASSED_OVER_REASON),
            reason_key=case((has_mail, BY_MAIL), else_=PASSED_OVER),
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )


def _remember(session: Session, edition: Edition, now: datetime) -> None:
    session.execute(
        insert(PassedOver).from_select(
            ["hub_id", "edition_id", "subscriber_id", "at"],
            select(
                literal(edition.hub_id),
                literal(edition.id),
                Delivery.subscriber_id,
                literal(now, PassedOver.at.type),
            ).where(
                Delivery.edition_id == edition.id,
                Delivery.reason_key == PASSED_OVER,
                Delivery.updated_at == now,
            ),
        )
    )


def _write_by_mail(session: Session, edition: Edition, readers: int, now: datetime) -> None:
    """Rows of their own in mail batches of their own, in the place of the LINE rows."""
    batches = add_batches(session, edition, {(ANY_GROUP, "email"): readers} if readers else {})
    if batches is None:
        return
    moved = (
        Delivery.edition_id == edition.id,
        Delivery.channel == "line",
        Delivery.reason_key == BY_MAIL,
    )
    living = case((Address.state == AddressState.ACTIVE, Address.id))
    others = (
        select(
            Delivery.subscriber_id,
            func.coalesce(func.min(living), func.min(Address.id)).label("address_id"),
            literal("email").label("channel"),
            Delivery.content_group_id,
        )
        .join(Address, Address.subscriber_id == Delivery.subscriber_id)
        .where(*moved, Address.channel == "email")
        .group_by(Delivery.subscriber_id, Delivery.content_group_id)
        .subquery("moved")
    )
    session.execute(
        insert(Delivery).from_select(COLUMNS, ledger_rows(edition, others, batches, now))
    )
    session.execute(delete(Delivery).where(*moved).execution_options(synchronize_session=False))


def _count(session: Session, rows: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0
