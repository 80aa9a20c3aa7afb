"""The published figures of the field, as somebody at the hub would have typed them in."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import hubs, indicators
from notifier.audit import Actor
from notifier.cli.practice.data import TYPED_FIGURES
from notifier.kit import clock


def make_figures(session: Session, hub: hubs.Hub, *, by: Actor, now: datetime) -> None:
    """The published figures of the field, typed in and marked as typed."""
    for key, period, value in TYPED_FIGURES:
        if indicators.parse_period(period).first <= clock.local(now, hub.zone).date():
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
