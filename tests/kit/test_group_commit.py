"""Group commit: company is shared, never waited for, and nobody is forgotten."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from notifier.kit.group_commit import GroupCommit

SECONDS = 10


class Ledger:
    """What was committed, group by group; the first commit waits until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.at_once = 0
        self.begun = threading.Event()
        self.go = threading.Event()

    def commit(self, works: Sequence[int]) -> list[int]:
        """Doubles; 13 fails the whole group."""
        self.at_once += 1
        assert self.at_once == 1, "two commits at the same time"
        self.begun.set()
        assert self.go.wait(SECONDS)
        self.groups.append(list(works))
        self.at_once -= 1
        if 13 in works:
            raise ValueError("nothing of this group is done")
        return [work * 2 for work in works]


def waiting_together(
    ledger: Ledger, works: Sequence[int], *, most: int = 256
) -> list[int | Exception]:
    """One caller whose commit is held, then ``works`` behind it; the outcomes of ``works``."""
    group = GroupCommit(ledger.commit, most=most)
    with ThreadPoolExecutor(len(works) + 1) as pool:
        first = pool.submit(group.do, 0)
        assert ledger.begun.wait(SECONDS)
        others = [pool.submit(group.do, work) for work in works]
        while len(group._line) < len(works):
            threading.Event().wait(0.001)
        ledger.go.set()
        assert first.result(SECONDS) == 0
        return [one.exception(SECONDS) or one.result() for one in others]  # type: ignore[misc]


def test_nobody_waits_for_company() -> None:
    ledger = Ledger()
    ledger.go.set()
    group = GroupCommit(ledger.commit)
    assert [group.do(one) for one in (1, 2, 3)] == [2, 4, 6]
    assert ledger.groups == [[1], [2], [3]]


def test_those_who_wait_share_the_next_commit() -> None:
    """Each gets the outcome of their own work."""
    ledger = Ledger()
    works = list(range(1, 9))
    assert waiting_together(ledger, works) == [work * 2 for work in works]
    assert [sorted(group) for group in ledger.groups] == [[0], works]


def test_a_group_has_an_end() -> None:
    ledger = Ledger()
    waiting_together(ledger, list(range(1, 9)), most=3)
    assert [len(group) for group in ledger.groups] == [1, 3, 3, 2]


def test_a_failure_reaches_each_of_its_group_and_nobody_after() -> None:
    ledger = Ledger()
    outcomes = waiting_together(ledger, [13, 14])
    assert [type(one) for one in outcomes] == [ValueError, ValueError]
    group = GroupCommit(ledger.commit)
    with pytest.raises(ValueError, match="nothing"):
        group.do(13)
    assert group.do(1) == 2


def test_an_outcome_for_everybody() -> None:
    """A commit that forgets one of its group has failed."""
    with pytest.raises(ValueError, match="zip"):
        GroupCommit(lambda works: works[1:]).do(1)
