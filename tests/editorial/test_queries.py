"""The queue: its order, its counts, its hub, its statements."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.directory import Group
from notifier.editorial import (
    CaseState,
    approve,
    case_view,
    counts,
    find_case,
    hold,
    queue,
    set_criteria,
)
from notifier.hubs import Hub, PostingCriterion
from notifier.intake import OccurrenceDraft
from notifier.kit.errors import NotFoundError
from tests.editorial.conftest import DRAFT, MakeCase


def test_first_comes_what_the_next_send_would_lose(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    def on(days: int, title: str) -> None:
        row = OccurrenceDraft(now + timedelta(days=days))
        make_case(draft=replace(DRAFT, title=title, occurrences=(row,), when_text=""))

    on(-3, "過ぎた")
    on(20, "あとで")
    on(2, "すぐ")
    make_case(draft=replace(DRAFT, title="日なし", occurrences=(), when_text=""))
    page = queue(session, hub.id, now=now)
    assert [card.title for card in page.cards] == ["すぐ", "あとで", "日なし", "過ぎた"] or [
        card.title for card in page.cards
    ] == ["すぐ", "あとで", "過ぎた", "日なし"]
    assert page.urgent == 1


def test_counts_states_and_pages(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    cases = [make_case(title=f"会{n}") for n in range(5)]
    hold(session, cases[0], reason="", version=1, by=editor, now=now)
    approve(session, cases[1], version=1, by=editor, now=now)
    found = counts(session, hub.id)
    assert (found[CaseState.WAITING], found[CaseState.HELD], found[CaseState.APPROVED]) == (3, 1, 1)
    assert queue(session, hub.id, now=now).total == 4
    page = queue(session, hub.id, state="waiting", page=2, per_page=2, now=now)
    assert (len(page.cards), page.pages, page.total) == (1, 2, 3)
    (done,) = queue(session, hub.id, state="approved", now=now).cards
    assert done.id == cases[1].id


def test_another_hubs_cases_are_never_found(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    elsewhere, here = make_case(hub=other_hub), make_case()
    assert [card.id for card in queue(session, hub.id, now=now).cards] == [here.id]
    assert queue(session, hub.id, now=now).cards[0].checks == ()
    for read in (
        lambda: find_case(session, hub.id, elsewhere.id),
        lambda: case_view(session, hub.id, elsewhere.id, by=editor, now=now),
    ):
        with pytest.raises(NotFoundError):
            read()


def test_an_unverified_sender_in_a_groups_name_is_flagged(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    session.add(
        Group(hub_id=hub.id, key="a", name="サロンA", folded_name="サロンa", created_at=now)
    )
    session.flush()
    make_case()
    make_case(is_verified_sender=True, title="確かな会")
    flagged = {
        card.title: [check.key for check in card.checks]
        for card in queue(session, hub.id, now=now).cards
    }
    assert flagged == {"ベビーマッサージ": ["unverified_sender"], "確かな会": []}


def test_reads_of_a_page_are_a_fixed_number_of_statements(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    make_case()
    one = len(statements_of_a_page(session, hub, now))
    for n in range(30):
        make_case(title=f"会{n}")
    assert len(statements_of_a_page(session, hub, now)) == one <= 12


def test_a_page_asks_for_what_its_cases_have_alone(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    """No likely duplicate: nobody said it is none. No verdict: no criteria to be worded."""
    session.add(PostingCriterion(hub_id=hub.id, key="open", wording="だれでも参加できる"))
    number = make_case().id

    def asked() -> list[str]:
        read = " ".join(statements_of_a_page(session, hub, now))
        return [table for table in ("distinct_pairs", "posting_criteria") if table in read]

    assert asked() == []
    case = find_case(session, hub.id, number)
    set_criteria(session, case, marks={"open": "ask"}, version=1, by=editor, now=now)
    assert asked() == ["posting_criteria"]
    twin = make_case().id
    assert asked() == ["distinct_pairs", "posting_criteria"]
    (card, other) = queue(session, hub.id, now=now).cards
    assert [check.key for check in card.checks] == [f"duplicate-{other.id}", "criterion-open"]
    assert [check.key for check in other.checks] == [f"duplicate-{card.id}"]
    assert (card.id, other.id) == (number, twin)


def test_those_waiting_are_put_in_order_by_narrow_rows(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    """However many wait: what was sent in is read for the page alone, as it arrived."""
    cases = [make_case(title=f"会{n}") for n in range(6)]
    shown = queue(session, hub.id, now=now, per_page=2, page=2).cards
    assert [card.id for card in shown] == [cases[2].id, cases[3].id]
    (read,) = (
        one for one in statements_of_a_page(session, hub, now) if "submissions.original" in one
    )
    inner = read[read.index("(SELECT") : read.index("LIMIT")]
    assert "cases.id" in inner
    assert "submissions" not in inner.replace("cases.submission_id", "")


def statements_of_a_page(session: Session, hub: Hub, now: datetime) -> list[str]:
    seen: list[str] = []
    bind = session.get_bind()
    target: Engine = bind.engine

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    session.flush()
    session.expunge_all()
    event.listen(target, "before_cursor_execute", note)
    queue(session, hub.id, now=now, per_page=50)
    event.remove(target, "before_cursor_execute", note)
    return seen
