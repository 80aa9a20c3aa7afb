"""The published figures of the field, as somebody at the hub would have typed them in."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import hubs, indicators
from notifier.audit import Actor
from notifier.kit import clock

TYPED_FIGURES: tuple[tuple[str, str, int], ...] = (
    ("line_friends", "FY2021", 161),
    ("line_friends", "FY2022", 497),
    ("line_friends", "FY2023", 877),
    ("line_friends", "FY2024", 1_164),
    ("site_page_views", "FY2021", 73_543),
    ("site_page_views", "FY2022", 113_503),
    ("site_page_views", "FY2023", 132_280),
    ("site_page_views", "FY2024", 143_499),
    ("site_visitors", "FY2021", 14_870),
    ("site_visitors", "FY2022", 23_453),
    ("site_visitors", "FY2023", 29_168),
    ("site_visitors", "FY2024", 27_948),
    ("instagram_followers", "FY2021", 763),
    ("instagram_followers", "FY2022", 1_219),
    ("instagram_followers", "FY2023", 1_618),
    ("instagram_followers", "FY2024", 1_910),
    ("newsletter_copies", "FY2024", 30_000),
    ("special_copies", "FY2024", 11_000),
    ("map_copies", "FY2024", 5_000),
    ("placed_at", "FY2024", 170),
    *(
        ("site_page_views", f"2024-{month:02d}", views)
        for month, views in enumerate(
            (11_186, 11_064, 10_637, 10_548, 11_812, 11_659, 10_787), start=2
        )
    ),
    *(
        ("site_page_views", f"2025-{month:02d}", views)
        for month, views in enumerate(
            (17_191, 13_370, 14_979, 14_194, 15_499, 14_484, 16_528), start=2
        )
    ),
)


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
