"""The published figures of the field, as somebody at the hub would have typed them in."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import hubs, indicators
from notifier.audit import Actor
from notifier.cli.practice.data import TYPED_FIGURES
from notifier.kit import clock


def make_figures(session: Session, hub: hubs.Hub, *, by: Actor, now: datetime) -> None:
    """The published figures of the field for the periods that are over at ``now``.

    A hub types a year in when it has ended; a figure of a running year would be asked about.
    """
    today = clock.local(now, hub.zone).date()
    for key, period, value in TYPED_FIGURES:
        if indicators.parse_period(period).last < today:
            indicators.type_figure(
                session,
                hub,
                key=key,
                period=period,
                value=value,
                note="公表された実績",
                by=by,
                now=now,
            )
