"""The list of an issue: usual copies, what was brought and left, totals, xlsx, figures."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import (
    DistributionFacts,
    DistributionPlace,
    add_distribution_place,
    change_distribution_place,
)
from notifier.editions import (
    Edition,
    Placed,
    StaleListError,
    compose,
    copies_between,
    distribution,
    distribution_book,
    last_placed,
    note_placements,
)
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError, NotFoundError

DECEMBER = date(2026, 12, 1)
BROUGHT = date(2026, 11, 27)

Places = tuple[DistributionPlace, DistributionPlace]


@pytest.fixture
def issue(session: Session, hub: Hub, editor: Actor, now: datetime) -> Edition:
    """December's draft."""
    return compose(session, hub, kind="newsletter", on=DECEMBER, by=editor, now=now)


@pytest.fixture
def places(session: Session, hub: Hub, editor: Actor, now: datetime) -> Places:
    """A clinic with 30 copies, and one whose name looks like a formula with 10."""
    return (
        add_distribution_place(
            session, hub, DistributionFacts("さくら小児科", 30), by=editor, now=now
        ),
        add_distribution_place(session, hub, DistributionFacts("=SUM(A1)", 10), by=editor, now=now),
    )


def test_usual_copies_stand_until_something_is_noted(
    session: Session, issue: Edition, places: Places, editor: Actor, now: datetime
) -> None:
    clinic, other = places
    found = distribution(session, issue)
    assert {row.place.id: row.copies for row in found.rows} == {clinic.id: 30, other.id: 10}
    assert (found.planned, found.placed, found.left_over, found.spare) == (40, 0, 0, None)
    lines = [Placed(clinic.id, 25, BROUGHT, 3), Placed(other.id, 10)]
    changed = note_placements(
        session, issue, lines, printed=50, stamp=found.stamp, by=editor, now=now
    )
    assert changed == 1, "what did not change is not stored"
    found = distribution(session, issue)
    assert (found.planned, found.placed, found.left_over, found.spare) == (35, 25, 3, 15)
    assert last_placed(session, issue.hub_id) == {clinic.id: BROUGHT}


def test_two_people_at_one_list(
    session: Session, issue: Edition, places: Places, editor: Actor, now: datetime
) -> None:
    stamp = distribution(session, issue).stamp
    line = Placed(places[0].id, 20, BROUGHT)
    note_placements(session, issue, [line], printed=None, stamp=stamp, by=editor, now=now)
    with pytest.raises(StaleListError):
        note_placements(session, issue, [line], printed=None, stamp=stamp, by=editor, now=now)


@pytest.mark.parametrize(
    ("copies", "on", "left", "said"),
    [
        (10, BROUGHT, 11, "より多く"),
        (10, None, 1, "配った日"),
        (-1, None, None, "0から"),
        (200_000, None, None, "0から"),
    ],
)
def test_a_wrong_line_stores_nothing(  # noqa: PLR0917 - the line's facts beside the fixtures
    session: Session, issue: Edition, places: Places, editor: Actor,
    copies: int, on: date | None, left: int | None, said: str,
) -> None:  # fmt: skip
    stamp = distribution(session, issue).stamp
    lines = [Placed(places[1].id, 1, BROUGHT), Placed(places[0].id, copies, on, left)]
    with pytest.raises(BadInputError, match=said):
        note_placements(
            session, issue, lines, printed=None, stamp=stamp, by=editor, now=issue.composed_at
        )
    assert distribution(session, issue).stamp == stamp


def test_only_places_of_this_hub_and_printed_kinds(
    session: Session, issue: Edition, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    theirs = add_distribution_place(
        session, other_hub, DistributionFacts("となりの店", 5), by=editor, now=now
    )
    stamp = distribution(session, issue).stamp
    with pytest.raises(NotFoundError):
        note_placements(
            session, issue, [Placed(theirs.id, 1)], printed=None, stamp=stamp, by=editor, now=now
        )


def test_an_ended_place_stays_in_the_issues_it_had(
    session: Session, hub: Hub, issue: Edition, places: Places, editor: Actor, now: datetime
) -> None:
    clinic, other = places
    stamp = distribution(session, issue).stamp
    note_placements(
        session, issue, [Placed(clinic.id, 30, BROUGHT)], printed=None, stamp=stamp, by=editor,
        now=now,
    )  # fmt: skip
    for place in places:
        facts = DistributionFacts(place.name, place.copies)
        change_distribution_place(session, place, facts, ends=True, version=1, by=editor, now=now)
    assert [row.place.id for row in distribution(session, issue).rows] == [clinic.id]
    january = compose(session, hub, kind="newsletter", on=date(2027, 1, 1), by=editor, now=now)
    assert distribution(session, january).rows == ()
    assert other.ended_at == now


def test_the_book_holds_no_formula(session: Session, issue: Edition, places: Places) -> None:
    data = distribution_book(issue, distribution(session, issue))
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=SUM(A1)" in [cell.value for cell in cells]
    assert [cell.value for cell in page[page.max_row]][4] == 40


def test_figures_for_a_fiscal_year(
    session: Session, issue: Edition, places: Places, editor: Actor, now: datetime
) -> None:
    stamp = distribution(session, issue).stamp
    note_placements(
        session, issue, [Placed(places[0].id, 30, BROUGHT, 4), Placed(places[1].id, 10)],
        printed=60, stamp=stamp, by=editor, now=now,
    )  # fmt: skip
    year = {"first": date(2026, 4, 1), "last": date(2027, 3, 31)}
    found = copies_between(session, issue.hub_id, kinds=["newsletter"], **year)
    assert (found.issues, found.printed, found.placed, found.left_over, found.places) == (
        1, 60, 30, 4, 1,
    )  # fmt: skip
    none = copies_between(session, issue.hub_id, kinds=["special"], **year)
    assert (none.issues, none.printed, none.placed) == (0, None, 0)
