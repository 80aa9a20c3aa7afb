"""Type a figure in; it is marked as typed wherever it appears."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.indicators.doubt import doubt
from notifier.indicators.models import TypedFigure
from notifier.indicators.period import Period, parse_period
from notifier.indicators.typed import TYPED_KEYS, TypedKey
from notifier.kit import clock
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line

LONGEST_NOTE = 200


class UnlikelyFigureError(BadInputError):
    """The figure may be a slip: it is asked about, and stored only when somebody confirms it."""


def type_figure(  # noqa: PLR0913 - a figure is a key, a period and a value
    session: Session,
    hub: Hub,
    *,
    key: str,
    period: str,
    value: int,
    note: str = "",
    is_confirmed: bool = False,
    by: Actor,
    now: datetime,
) -> TypedFigure:
    """Store ``value`` for ``key`` in ``period``; typing again replaces it and the trail says so.

    An unknown key, a period that has not begun, a value out of range and a note over 200
    letters are asked again (``BadInputError``). A value far from the one before, against the sum
    of its months, or for a period that still runs is ``UnlikelyFigureError`` until confirmed.
    """
    kind = _known(key)
    span = parse_period(period)
    words = _note(note)
    today = clock.local(now, hub.zone).date()
    _check(kind, span, value, today)
    known = {
        row.period: row
        for row in session.scalars(
            select(TypedFigure).where(TypedFigure.hub_id == hub.id, TypedFigure.key == key)
        )
    }
    if not is_confirmed:
        _ask(kind, span, value, {period: row.value for period, row in known.items()}, today)
    figure = known.get(span.key)
    before = figure.value if figure else None
    if figure is None:
        figure = TypedFigure(hub_id=hub.id, key=key, period=span.key)
        session.add(figure)
    figure.value = value
    figure.note = words
    figure.typed_by = by.label
    figure.typed_at = now
    session.flush()
    change = f"{before:,} → {value:,}" if before is not None else f"{value:,}"
    audit.write(
        session,
        f"{by.label}が{span.name}の{kind.name}を入力しました（{change}{kind.unit}）。",
        verb="type_figure",
        subject=("typed_figure", figure.id),
        hub_id=hub.id,
        by=by,
        now=now,
    )
    return figure


def _known(key: str) -> TypedKey:
    if key not in TYPED_KEYS:
        names = "、".join(TYPED_KEYS)
        raise BadInputError(
            f"「{one_line(key)[:40]}」という数字はありません。入力できるのは {names} です。",
            field="key",
        )
    return TYPED_KEYS[key]


def _note(note: str) -> str:
    words = one_line(note)
    if len(words) > LONGEST_NOTE:
        raise BadInputError(f"メモは{LONGEST_NOTE}文字までにしてください。", field="note")
    return words


def _check(kind: TypedKey, span: Period, value: int, today: date) -> None:
    if not 0 <= value <= kind.most:
        raise BadInputError(
            f"{kind.name}は 0 から {kind.most:,} までの整数で入れてください。", field="value"
        )
    if span.first > today:
        raise BadInputError(f"{span.name}はまだ始まっていません。", field="period")


def _ask(kind: TypedKey, span: Period, value: int, known: dict[str, int], today: date) -> None:
    reason = doubt(kind, span, value, known=known, today=today)
    if reason:
        raise UnlikelyFigureError(
            f"{reason}{value:,}{kind.unit}でよいか、確かめてください。まだ入れていません。",
            field="value",
        )
