"""Group commit: company is shared, never waited for, and nobody is forgotten."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from notifier.kit.group_commit import GroupCommit
from tests.fakes import loop

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


async def waiting_together(
    ledger: Ledger, works: Sequence[int], *, most: int = 256
) -> list[int | BaseException]:
    """One caller whose commit is held, then ``works`` behind it; the outcomes of ``works``."""
    group = GroupCommit(ledger.commit, most=most)
    first = asyncio.create_task(group.do(0))
    assert await asyncio.to_thread(ledger.begun.wait, SECONDS)
    others = [asyncio.create_task(group.do(work)) for work in works]
    await asyncio.sleep(0)  # each takes its place
    ledger.go.set()
    assert await first == 0
    return await asyncio.gather(*others, return_exceptions=True)


def in_turn(ledger: Ledger, *works: int) -> list[int]:
    """One caller after the other."""

    async def each() -> list[int]:
        group = GroupCommit(ledger.commit)
        return [await group.do(one) for one in works]

    ledger.go.set()
    return loop.run(each())


def test_nobody_waits_for_company() -> None:
    ledger = Ledger()
    assert in_turn(ledger, 1, 2, 3) == [2, 4, 6]
    assert ledger.groups == [[1], [2], [3]]


def test_those_who_wait_share_the_next_commit() -> None:
    """Each gets the outcome of their own work."""
    ledger = Ledger()
    works = list(range(1, 9))
    assert loop.run(waiting_together(ledger, works)) == [work * 2 for work in works]
    assert ledger.groups == [[0], works]


def test_a_group_has_an_end() -> None:
    ledger = Ledger()
    loop.run(waiting_together(ledger, list(range(1, 9)), most=3))
    assert [len(group) for group in ledger.groups] == [1, 3, 3, 2]


def test_a_failure_reaches_each_of_its_group_and_nobody_after() -> None:
    ledger = Ledger()

    async def failing_then_not() -> int:
        group = GroupCommit(ledger.commit)
        outcomes = await asyncio.gather(group.do(13), group.do(14), return_exceptions=True)
        assert [type(one) for one in outcomes] == [ValueError, ValueError]
        return await group.do(1)

    ledger.go.set()
    assert loop.run(failing_then_not()) == 2
    assert ledger.groups == [[13, 14], [1]]


def test_who_no_longer_waits_holds_up_nobody() -> None:
    """A visitor may leave while the commit is on its way; their work is done all the same."""
    ledger = Ledger()

    async def leaves() -> int:
        group = GroupCommit(ledger.commit)
        gone, stays = (asyncio.create_task(group.do(work)) for work in (1, 2))
        assert await asyncio.to_thread(ledger.begun.wait, SECONDS)
        gone.cancel()
        ledger.go.set()
        return await stays + await group.do(3)

    assert loop.run(leaves()) == 10
    assert ledger.groups == [[1, 2], [3]]


def test_an_outcome_for_everybody() -> None:
    """A commit that forgets one of its group has failed."""

    async def forgotten() -> int:
        group: GroupCommit[int, int] = GroupCommit(lambda works: works[1:])
        return await group.do(1)

    with pytest.raises(ValueError, match="zip"):
        loop.run(forgotten())
