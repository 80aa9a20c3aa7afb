"""Nothing of the committed strings is sure but wrong; and the judge can tell what is."""

from dataclasses import replace
from datetime import date

import pytest

from notifier.intake.reading import Reference
from tests.accuracy.cases import Case, own_strings, references
from tests.accuracy.judge import Verdict, judge

JUNE = date(2027, 6, 1)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """All strings, read once."""
    return [judge(case) for case in own_strings()]


def test_there_are_enough_strings_of_every_kind(verdicts: list[Verdict]) -> None:
    assert len(verdicts) >= 300
    kinds = {verdict.case.kind for verdict in verdicts}
    assert kinds == {
        "when", "ages", "fee", "capacity", "apply", "deadline", "weather", "none",
    }  # fmt: skip


def test_nothing_is_sure_but_wrong(verdicts: list[Verdict]) -> None:
    wrong = [verdict for verdict in verdicts if verdict.outcome == "wrong"]
    assert wrong == []


def test_most_is_read_without_asking(verdicts: list[Verdict]) -> None:
    needless = sum(verdict.outcome == "needless" for verdict in verdicts)
    assert needless / len(verdicts) <= 0.08


def test_rows_of_real_files_are_references_without_their_words() -> None:
    rows = list(references())
    assert len(rows) >= 200
    assert all("given" not in row and "why" not in row for row in rows)


def case(text: str, **expected: object) -> Case:
    return Case("x", "when", {"date": text}, expected, Reference(JUNE, known=True), JUNE)


def test_the_judge_sees_what_is_wrong() -> None:
    right = {"occurrences": [{"date": "2027-06-05", "start": "10:00", "end": None}]}
    good = case("6月5日(土) 10:00～", **right)
    assert judge(good).outcome == "right"
    other = {"occurrences": [{"date": "2027-06-06", "start": "10:00", "end": None}]}
    assert judge(replace(good, expected=other)).outcome == "wrong"
    assert judge(replace(good, expected={**right, "must_ask": True})).outcome == "wrong"
    assert judge(replace(good, expected={**other, "or": [right]})).outcome == "right"


def test_the_judge_tells_asking_from_asking_needlessly() -> None:
    asked = case("6月5日(日) 10:00～", occurrences=[])
    assert judge(asked).outcome == "needless"
    assert judge(replace(asked, expected={"must_ask": True})).outcome == "right"
    assert judge(replace(asked, expected={"may_ask": True, "occurrences": []})).outcome == "right"


def test_a_period_stands_for_each_of_its_days() -> None:
    period = {"from": "2027-06-01", "to": "2027-06-03", "except": ["2027-06-02"]}
    read = case("6月1日(火)、3日(木)", period=period)
    assert judge(read).outcome == "right"
