"""Likely duplicates: what is asked about, what is not, what is remembered, and what merging keeps."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.audit import Actor, history
from notifier.editorial import (
    Case,
    CaseState,
    DistinctPair,
    approve,
    check,
    compare,
    merge,
    open_case,
    sources_of,
    tell_apart,
    twins,
)
from notifier.editorial.duplicates import LIKELY, alike, first_on, is_same, likeness
from notifier.editorial.standing import too_late_at
from notifier.editorial.twins import find_twins
from notifier.hubs import Hub
from notifier.intake import ListingDraft, OccurrenceDraft
from notifier.kit.clock import TOKYO
from notifier.kit.errors import BadInputError, NotFoundError
from tests.editorial.conftest import DRAFT, MakeCase, add_submission

BASE = replace(
    DRAFT,
    title="こどもクッキング「ふんわりオムレット」",
    place_name="緑が丘子育て支援センター（西区）",
    body="親子で作って食べます。エプロンを持ってきてください。",
)


def score(one: ListingDraft, other: ListingDraft) -> float:
    keys = [likeness(draft, TOKYO) for draft in (one, other)]
    return alike(keys[0], keys[1], dated=first_on(one, TOKYO) is not None)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "子どもクッキング（ふんわりｵﾑﾚｯﾄ）"},
        {"title": "こども　クッキング"},
        {"title": "【みどりが丘】こどもクッキング", "place_name": "緑が丘支援センター"},
        {"place_name": "支援センター"},
        {"title": "おやこ料理教室", "organiser": "", "place_name": "緑が丘子育て支援センター"},
        {"place_name": ""},
    ],
)
def test_another_spelling_is_found(changes: dict[str, str]) -> None:
    other = replace(BASE, **changes)  # type: ignore[arg-type]
    assert score(BASE, other) >= LIKELY
    assert score(BASE, other) == score(other, BASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "離乳食相談", "body": ""},
        {"place_name": "もみじ子育て支援センター", "organiser": "もみじの会"},
        {"title": "英語であそぼう", "body": "講師と歌います。だれでも参加できます。"},
    ],
)
def test_another_thing_of_the_same_day_is_not(changes: dict[str, str]) -> None:
    assert score(BASE, replace(BASE, **changes)) < LIKELY  # type: ignore[arg-type]


def test_the_same_title_in_two_nurseries_is_two_things() -> None:
    """「保育所開放日」 on one day, in every nursery of the ward."""
    one = replace(BASE, title="保育所開放日", place_name="認定こども園ひばり保育所", organiser="A")
    two = replace(
        BASE, title="保育所開放日", place_name="認定こども園しらさぎ保育所", organiser="B"
    )
    assert score(one, two) < LIKELY


def test_another_hour_is_asked_about_only_when_all_else_agrees() -> None:
    first = BASE.occurrences[0]
    later = (replace(first, starts_at=first.starts_at + timedelta(hours=3), ends_at=None),)
    assert score(BASE, replace(BASE, occurrences=later)) >= LIKELY
    assert score(BASE, replace(BASE, title="おやつクッキング", occurrences=later)) < LIKELY


def test_without_a_day_the_title_must_agree() -> None:
    one, two = (
        replace(DRAFT, occurrences=(), title=t) for t in ("おゆずり会", "おゆずり会のご案内")
    )
    assert score(one, two) >= LIKELY
    assert score(one, replace(two, title="園庭開放")) == 0


@given(st.text(), st.text(), st.text(), st.text())
def test_any_words_have_a_likeness(a: str, b: str, c: str, d: str) -> None:
    one = replace(DRAFT, title=a, place_name=b)
    other = replace(DRAFT, title=c, place_name=d)
    assert 0 <= score(one, other) <= 100
    assert score(one, other) == score(other, one)
    assert is_same(likeness(one, TOKYO), likeness(one, TOKYO)) == bool(a.strip())


def test_exactly_the_same_ignores_how_it_was_typed_but_not_the_place() -> None:
    keys = likeness(DRAFT, TOKYO)
    typed = replace(DRAFT, title="ベビー　マッサージ☆", body="別の文")
    assert is_same(keys, likeness(typed, TOKYO))
    assert not is_same(keys, likeness(replace(DRAFT, place_name="公園"), TOKYO))
    assert not is_same(likeness(replace(DRAFT, title=""), TOKYO), keys)


def test_what_the_next_send_loses_is_told_by_the_deadline_too(now: datetime) -> None:
    first = DRAFT.occurrences[0].starts_at
    assert too_late_at(DRAFT, TOKYO, now) == first
    deadline = replace(DRAFT, apply_by_at=now + timedelta(days=2))
    assert too_late_at(deadline, TOKYO, now) == now + timedelta(days=2)
    over = replace(DRAFT, apply_by_at=now - timedelta(days=2))
    assert too_late_at(over, TOKYO, now) == first
    assert too_late_at(DRAFT, TOKYO, first + timedelta(days=1)) is None
    notice = replace(DRAFT, kind="information", occurrences=(), expires_on=now.date())
    assert too_late_at(notice, TOKYO, now) == datetime.fromisoformat("2026-11-20T15:00:00+00:00")


def duplicates(session: Session, case: Case, now: datetime) -> list[str]:
    return [one.key for one in check(session, case, now=now) if one.key.startswith("dup")]


def test_a_pair_told_apart_is_never_asked_about_again(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first = make_case(draft=BASE)
    second = make_case(draft=replace(BASE, title="子どもクッキング"), external_id="second")
    third = make_case(draft=replace(BASE, title="こども クッキング"))
    assert duplicates(session, second, now) == [
        f"duplicate-{third.id}",
        f"duplicate-{first.id}",
    ] or set(duplicates(session, second, now)) == {
        f"duplicate-{third.id}",
        f"duplicate-{first.id}",
    }
    for _ in range(2):  # said twice, or by two people: once
        tell_apart(session, second, other=first, by=editor, now=now)
    assert duplicates(session, second, now) == [f"duplicate-{third.id}"]
    assert f"duplicate-{second.id}" not in duplicates(session, first, now)
    assert len(session.scalars(select(DistinctPair)).all()) == 1
    told = history(session, hub.id, subject=("case", first.id))[0]
    assert f"受付番号{second.id}" in told.sentence
    newer = open_case(
        session,
        add_submission(session, hub, now, draft=second.draft, external_id="second", revision=2),
        now=now,
    )
    assert second.state is CaseState.MERGED
    assert duplicates(session, newer, now) == [f"duplicate-{third.id}"]


def test_only_cases_of_one_hub_are_compared(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    here, there = make_case(draft=BASE), make_case(hub=other_hub, draft=BASE)
    assert duplicates(session, here, now) == []
    with pytest.raises(NotFoundError):
        tell_apart(session, here, other=there, by=editor, now=now)
    with pytest.raises(NotFoundError):
        compare(session, hub.id, here.id, there.id, now=now)
    for act in (
        lambda: tell_apart(session, here, other=here, by=editor, now=now),
        lambda: compare(session, hub.id, here.id, here.id, now=now),
    ):
        with pytest.raises(BadInputError):
            act()


def test_side_by_side_marks_what_differs(
    session: Session, hub: Hub, make_case: MakeCase, now: datetime
) -> None:
    one, other = (
        make_case(draft=BASE),
        make_case(draft=replace(BASE, fee_text="500円", fee_yen=500)),
    )
    both = compare(session, hub.id, one.id, other.id, now=now)
    assert {row.label for row in both.rows if row.differs} == {"費用", "費用（円）"}
    assert (both.one.id, both.other.id) == (one.id, other.id)


def test_a_listing_keeps_every_source_merged_into_it(
    session: Session, hub: Hub, other_hub: Hub, make_case: MakeCase, now: datetime, editor: Actor
) -> None:
    first, second, third = (
        make_case(draft=replace(BASE, title=title), source=source)
        for title, source in (
            ("こどもクッキング", "web_form"),
            ("子どもクッキング", "spreadsheet"),
            ("子供クッキング", "ical"),
        )
    )
    merge(session, third, into=second, version=1, by=editor, now=now)
    merge(session, second, into=first, version=1, by=editor, now=now)
    keys = [one.key for one in check(session, first, now=now) if one.level == "ask"]
    listing = approve(session, first, version=1, by=editor, now=now, despite=tuple(keys))
    kept = sources_of(session, hub.id, listing.id)
    assert [one.case_id for one in kept] == [first.id, second.id, third.id]
    assert [one.source_name for one in kept] == ["フォーム", "表のファイル", "カレンダー"]
    assert all(one.original for one in kept)
    assert sources_of(session, other_hub.id, listing.id) == ()


def test_undated_and_dated_are_not_compared(
    session: Session, make_case: MakeCase, now: datetime
) -> None:
    make_case(draft=BASE)
    undated = make_case(draft=replace(BASE, occurrences=(), when_text=""))
    assert duplicates(session, undated, now) == []
    row = OccurrenceDraft(BASE.occurrences[0].starts_at, None, all_day=False)
    again = make_case(draft=replace(BASE, occurrences=(row,)))
    assert len(duplicates(session, again, now)) == 1


@pytest.mark.parametrize("day", [BASE.occurrences, ()])
def test_of_a_crowded_day_the_newest_are_compared(
    session: Session,
    make_case: MakeCase,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    day: tuple[OccurrenceDraft, ...],
) -> None:
    """However many stand open, a page of the queue reads a bounded number of each day."""
    monkeypatch.setattr(twins, "MOST_COMPARED", 3)
    draft = replace(BASE, occurrences=day, when_text="")
    made = [make_case(draft=draft) for _ in range(6)]
    shifted = [replace(row, starts_at=row.starts_at + timedelta(days=1)) for row in day]
    elsewhere = [
        make_case(draft=replace(draft, occurrences=tuple(shifted), title="よそ")) for _ in range(2)
    ]
    newest = {case.id for case in made[-3:]} if day else {made[-1].id}
    found = find_twins(session, made[0].hub_id, [made[0], elsewhere[0]], now=now)
    assert {twin.case_id for twin in found[made[0].id]} == newest
    if day:
        assert [twin.case_id for twin in found[elsewhere[0].id]] == [elsewhere[1].id]
