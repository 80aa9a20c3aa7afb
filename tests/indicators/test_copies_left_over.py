"""Copies printed and left over, each equal to its list."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import DistributionFacts, add_distribution_place
from notifier.editions import Placed, compose, copies_between, distribution, note_placements
from notifier.hubs import Hub
from notifier.indicators.catalog import CATALOG
from notifier.indicators.period import Period

YEAR = Period("FY2026", date(2026, 4, 1), date(2027, 3, 31))
BROUGHT = date(2026, 11, 27)


def test_figures_equal_their_lists(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    for month, copies in ((date(2026, 12, 1), 30), (date(2027, 1, 1), 20)):
        note(session, hub, month, copies, editor, now)
    note(session, other_hub, date(2026, 12, 1), 99, editor, now)
    note(session, hub, date(2027, 4, 1), 50, editor, now)
    parts = {part.key: part for part in CATALOG["copies_left_over"].measure(session, hub, YEAR)}
    assert {key: part.measured for key, part in parts.items()} == {
        "printed": 70, "left_over": 4,
    }  # fmt: skip
    assert [row.detail for row in parts["printed"].rows] == ["40部", "30部"]
    sums = copies_between(session, hub.id, kinds=["newsletter"], first=YEAR.first, last=YEAR.last)
    assert (sums.printed, sums.placed, sums.left_over) == (70, 50, 4)


def note(
    session: Session, hub: Hub, month: date, copies: int, editor: Actor, now: datetime
) -> None:
    """One place, brought ``copies`` of that month's issue, two of them left over."""
    issue = compose(session, hub, kind="newsletter", on=month, by=editor, now=now)
    place = add_distribution_place(
        session, hub, DistributionFacts(f"店{month}", copies), by=editor, now=now
    )
    note_placements(
        session, issue, [Placed(place.id, copies, BROUGHT, 2)], printed=copies + 10,
        stamp=distribution(session, issue).stamp, by=editor, now=now,
    )  # fmt: skip
