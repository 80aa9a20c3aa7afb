"""Providers that asked us to slow down, and who else is writing to them: read and remembered."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notifier.delivery.claim import Claim
from notifier.delivery.models import Batch, BatchState, Delivery, DeliveryState, MailDomain
from notifier.delivery.politeness import MOST_AT_ONCE, Trouble, domain_of, pause
from notifier.kit.db import Moment
from notifier.kit.ready import Ready
from notifier.subscribers import Address

_TROUBLES = Ready(
    select(MailDomain.domain, MailDomain.strikes, MailDomain.paused_until).where(
        MailDomain.hub_id == bindparam("hub")
    )
)
_OTHERS = (
    Batch.channel == bindparam("channel"),
    Batch.state == BatchState.CLAIMED,
    Batch.lease_until >= bindparam("now", type_=Moment()),
    Batch.id != bindparam("batch"),
)
_HOW_MANY = Ready(select(func.count()).select_from(Batch).where(*_OTHERS))
_TO_WHOM = Ready(
    select(Delivery.batch_id, Address.address)
    .join(Batch, Batch.id == Delivery.batch_id)
    .join(Address, Address.id == Delivery.address_id)
    .where(*_OTHERS, Delivery.state == DeliveryState.SENDING)
)


def domain_troubles(session: Session, hub_id: int) -> dict[str, Trouble]:
    """The hub's providers in trouble; usually none."""
    rows = _TROUBLES.rows(session, {"hub": hub_id})
    return {domain: Trouble(strikes, until) for domain, strikes, until in rows}


def domains_in_flight(
    session: Session, mine: Claim, *, is_careful: bool, now: datetime
) -> Counter[str]:
    """How many other live mail batches have taken readers of each provider.

    Asked only when it can matter: with fewer live connections than the cap nothing can reach it.
    """
    facts = {"channel": mine.channel, "now": now, "batch": mine.batch_id}
    ((others,),) = _HOW_MANY.rows(session, facts)
    if others == 0 or (others < MOST_AT_ONCE and not is_careful):
        return Counter()
    rows = _TO_WHOM.rows(session, facts)
    return Counter(domain for _, domain in {(batch, domain_of(address)) for batch, address in rows})


def remember_refusal(session: Session, hub_id: int, domain: str, *, now: datetime) -> None:
    """One more "later" from a provider: it is left alone for a while, each time longer."""
    known = session.scalar(
        select(MailDomain)
        .where(MailDomain.hub_id == hub_id, MailDomain.domain == domain)
        .with_for_update()
    )
    if known is not None:
        known.strikes += 1
        known.paused_until, known.updated_at = now + pause(known.strikes), now
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"strikes": 1, "paused_until": now + pause(1), "updated_at": now}
    session.execute(
        insert(MailDomain)
        .values(hub_id=hub_id, domain=domain, **values)
        .on_conflict_do_nothing(index_elements=["hub_id", "domain"])
    )


def forget_refusals(session: Session, hub_id: int, domains: Iterable[str]) -> None:
    """These providers took mail again."""
    session.execute(
        delete(MailDomain)
        .where(MailDomain.hub_id == hub_id, MailDomain.domain.in_(list(domains)))
        .execution_options(synchronize_session=False)
    )
