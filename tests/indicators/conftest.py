"""The published figures of the field, and a way to type and to count them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.indicators import Counted, TypedFigure, measure, parse_period, type_figure

FRIENDS = {2021: 161, 2022: 497, 2023: 877, 2024: 1_164}
VIEWS = {2021: 73_543, 2022: 113_503, 2023: 132_280, 2024: 143_499}
MONTHS_2024 = (11_186, 11_064, 10_637, 10_548, 11_812, 11_659, 10_787)
MONTHS_2025 = (17_191, 13_370, 14_979, 14_194, 15_499, 14_484, 16_528)

VISITORS = {2021: 14_870, 2022: 23_453, 2023: 29_168, 2024: 27_948}
COPIES = {"newsletter_copies": 30_000, "special_copies": 11_000, "map_copies": 5_000}

Type = Callable[..., TypedFigure]
Count = Callable[..., Counted]


@pytest.fixture
def type_in(session: Session, hub: Hub, editor: Actor, now: datetime) -> Type:
    """``type_in(key, period, value)`` for the hub, at the tests' moment."""

    def make(key: str, period: str, value: int, *, of: Hub = hub, **more: Any) -> TypedFigure:
        return type_figure(
            session, of, key=key, period=period, value=value, by=editor, now=now, **more
        )

    return make


@pytest.fixture
def seeds(type_in: Type) -> None:
    """Tables 2 and 3 as they were published, typed in."""
    for year, value in FRIENDS.items():
        type_in("line_friends", f"FY{year}", value)
    for year, value in VIEWS.items():
        type_in("site_page_views", f"FY{year}", value)
    for year, value in VISITORS.items():
        type_in("site_visitors", f"FY{year}", value)
    for key, value in COPIES.items():
        type_in(key, "FY2024", value)
    for year, months in ((2024, MONTHS_2024), (2025, MONTHS_2025)):
        for month, value in enumerate(months, start=2):
            type_in("site_page_views", f"{year}-{month:02d}", value)


@pytest.fixture
def count(session: Session, hub: Hub, now: datetime) -> Count:
    """``count(key, period)``: a counted figure of the hub."""

    def make(key: str, period: str, *, of: Hub = hub) -> Counted:
        return measure(session, of, key=key, period=parse_period(period), now=now)

    return make
