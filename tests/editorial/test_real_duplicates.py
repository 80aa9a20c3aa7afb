"""Two real months, each item sent again through two other ways in other spellings.

Every pair must stand on the desk as a question, and nothing may become one by itself.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.editorial import Case, CaseState, queue
from notifier.editorial.duplicates import first_on, is_same, likeness
from notifier.flows.hand_in import hand_in
from notifier.flows.import_calendar import import_calendar
from notifier.hubs import Hub
from notifier.intake import Arrival, ListingDraft, Submission
from notifier.intake.sources import spreadsheet, web_form
from notifier.kit.clock import TOKYO
from tests.editorial.resent import again, calendar, form_fields

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not os.environ.get("NOTIFIER_REAL_INPUTS"), reason="NOTIFIER_REAL_INPUTS names no folder"
    ),
]
MONTHS = {"201607": 55, "201608": 45}  # and how many different items stand in each, at least
BEFORE = datetime(2016, 6, 30, 3, 0, tzinfo=UTC)
RECALL = 0.95
SOURCES = ("spreadsheet", "web_form", "ical")


def real_items(month: str) -> list[ListingDraft]:
    """The dated items of one month, each once: the files hold some rows twice already."""
    path = Path(os.environ["NOTIFIER_REAL_INPUTS"]) / "events" / "notalone-monthly" / f"{month}.csv"
    table = spreadsheet.open_table(path.name, path.read_bytes())
    columns = spreadsheet.guess_columns(table)
    rows = spreadsheet.read_rows(table, columns, month=None, today=BEFORE.date(), zone=TOKYO)
    found: list[ListingDraft] = []
    keys: list[tuple[object, dict[str, str]]] = []
    for row in rows:
        if row.draft is None or not row.draft.occurrences:
            continue
        key = (first_on(row.draft, TOKYO), likeness(row.draft, TOKYO))
        if not any(key[0] == day and is_same(key[1], other) for day, other in keys):
            found.append(row.draft)
            keys.append(key)
    return found


@pytest.mark.parametrize("month", MONTHS)
def test_resent_items_are_asked_about_and_never_merged(
    session: Session, hub: Hub, editor: Actor, month: str, capsys: pytest.CaptureFixture[str]
) -> None:
    items = real_items(month)
    assert len(items) >= MONTHS[month]
    made, changes = send(session, hub, items, editor)
    flagged = flags(session, hub)
    tries: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    hits = 0
    for number, cases in enumerate(made):
        for one, other in combinations(range(3), 2):
            found = cases[other] in flagged[cases[one]] and cases[one] in flagged[cases[other]]
            hits += found
            for name in {*changes[number][one], *changes[number][other]}:
                tries[name] += 1
                missed[name] += not found
    pairs = len(made) * 3
    own = {case: number for number, cases in enumerate(made) for case in cases}
    strangers = {
        tuple(sorted((one, other)))
        for one, others in flagged.items()
        for other in others
        if own[one] != own[other]
    }
    merged = session.scalar(
        select(func.count()).select_from(Case).where(Case.state == CaseState.MERGED)
    )
    with capsys.disabled():
        print(f"\n{month}: {len(items)} items through {len(SOURCES)} ways, {pairs} pairs")
        print(f"  found {hits} ({hits / pairs:.1%}); silent merges {merged}")
        print(f"  asked about two different items: {len(strangers)} of {len(own)} cases")
        for name, count in sorted(tries.items()):
            print(f"  {name:22} {count - missed[name]:3} of {count:3}")
    assert merged == 0
    assert session.scalar(select(func.count()).select_from(Submission)) == len(items) * 3
    assert hits / pairs >= RECALL
    # 3 × 3 cases of two real items make up to nine pairs; asking must stay the exception
    assert len({own[one] for one, _ in strangers}) <= len(items) * 0.1


def send(
    session: Session, hub: Hub, items: list[ListingDraft], by: Actor
) -> tuple[list[tuple[int, ...]], list[tuple[tuple[str, ...], ...]]]:
    """(case ids of each item, the changes of each), one for every way in."""
    spelled = [[(item, ()), again(item, n, 1), again(item, n, 2)] for n, item in enumerate(items)]
    for (plain, _), (typed, _), _ in spelled:
        rows = replace(plain, external_id="")
        _take(session, hub, rows, "spreadsheet", {"row": rows.title}, by)
        fields = form_fields(typed)
        draft = web_form.read_form(fields, today=BEFORE.date(), zone=hub.zone)
        _take(session, hub, draft, "web_form", {"fields": fields}, by)
    data = calendar([draft for _, _, (draft, _) in spelled])
    result = import_calendar(session, hub, filename="予定.ics", data=data, by=by, now=BEFORE)
    assert (result.rows, result.errors, result.rejected) == (len(items), [], 0)
    rows = session.execute(
        select(Submission.source, Case.id)
        .join(Submission, Submission.id == Case.submission_id)
        .order_by(Case.id)
    ).all()
    ways = [[number for source, number in rows if source == way] for way in SOURCES]
    assert [len(way) for way in ways] == [len(items)] * 3
    names = [tuple(names for _, names in one) for one in spelled]
    return list(zip(*ways, strict=True)), names


def _take(
    session: Session,
    hub: Hub,
    draft: ListingDraft,
    source: str,
    original: dict[str, object],
    by: Actor,
) -> None:
    arrival = Arrival(hub_id=hub.id, source=source, original=original)
    assert hand_in(session, draft, arrival=arrival, by=by, now=BEFORE).outcome == "new"


def flags(session: Session, hub: Hub) -> dict[int, set[int]]:
    """{case: those it is asked about}, read from the cards a person sees."""
    found: dict[int, set[int]] = {}
    for page in range(1, 100):
        shown = queue(session, hub.id, page=page, per_page=100, now=BEFORE)
        for card in shown.cards:
            found[card.id] = {twin.case_id for twin in card.duplicates}
        if page >= shown.pages:
            return found
    raise AssertionError("more pages than there can be")
