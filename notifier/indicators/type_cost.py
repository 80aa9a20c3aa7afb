"""Type in what an edition cost; whoever was slower is told instead of overwriting."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.editions import Edition
from notifier.indicators.cost import INPUTS, CostInput
from notifier.indicators.models import EditionCost
from notifier.kit.errors import BadInputError, ConflictError


class StaleCostError(ConflictError):
    """Somebody else typed this edition's cost in the meantime."""


def type_cost(
    session: Session, edition: Edition, cost: CostInput, *, version: int, by: Actor, now: datetime
) -> EditionCost:
    """Store ``cost`` for ``edition``. ``version`` is the one that was seen, 0 when there was none.

    A number out of range is asked again (``BadInputError`` names its box); another version than
    the stored one is ``StaleCostError`` and changes nothing.
    """
    values = asdict(cost)
    for kind in INPUTS:
        if not 0 <= values[kind.key] <= kind.most:
            raise BadInputError(
                f"{kind.name}は 0 から {kind.most:,} までの整数で入れてください。", field=kind.key
            )
    if not (_begin if version == 0 else _change)(session, edition, values, version, by, now):
        raise StaleCostError(
            "ほかの人が、この便の費用を先に入れました。いまの値を確かめてから、もう一度入れてください。"
        )
    stored = session.scalars(
        select(EditionCost)
        .where(EditionCost.hub_id == edition.hub_id, EditionCost.edition_id == edition.id)
        .execution_options(populate_existing=True)
    ).one()
    audit.write(
        session,
        f"{by.label}が「{edition.title}」の費用を入力しました（合計 {cost.total:,}円）。",
        verb="type_cost",
        subject=("edition", edition.id),
        hub_id=edition.hub_id,
        by=by,
        now=now,
        detail=values,
    )
    return stored


def _begin(
    session: Session,
    edition: Edition,
    values: dict[str, int],
    version: int,
    by: Actor,
    now: datetime,
) -> bool:
    del version
    row = EditionCost(
        hub_id=edition.hub_id, edition_id=edition.id, typed_by=by.label, typed_at=now, **values
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the unique key says that somebody was quicker
        return False
    return True


def _change(
    session: Session,
    edition: Edition,
    values: dict[str, int],
    version: int,
    by: Actor,
    now: datetime,
) -> bool:
    done = session.execute(
        update(EditionCost)
        .where(
            EditionCost.hub_id == edition.hub_id,
            EditionCost.edition_id == edition.id,
            EditionCost.version == version,
        )
        .values(**values, version=version + 1, typed_by=by.label, typed_at=now)
        .returning(EditionCost.id)
    )
    return done.first() is not None
