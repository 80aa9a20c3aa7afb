"""Group commit: whoever waits at the same moment shares one transaction.

A commit costs the disk's time whether it holds one row or a hundred. Nobody has to wait for
company: a lone caller is served at once, and those who come meanwhile are the next group.
"""

import asyncio
from asyncio import Future, Task
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Work = TypeVar("Work")
Outcome = TypeVar("Outcome")


class GroupCommit(Generic[Work, Outcome]):
    """``commit(works)`` does many at once, durably, and returns their outcomes in order.

    It is called in a thread of its own, never twice at the same time, with at most ``most`` works.
    When it raises, nothing of the group is done and each caller gets the error. Those who wait
    are coroutines of one event loop: a thread for each would cost more than their work.
    """

    def __init__(
        self, commit: Callable[[Sequence[Work]], Sequence[Outcome]], *, most: int = 256
    ) -> None:
        self._commit = commit
        self._most = most
        self._line: list[tuple[Work, Future[Outcome]]] = []
        self._leading: Task[None] | None = None  # kept: a loop alone would let it be collected
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commit")

    async def do(self, work: Work) -> Outcome:
        """Return the outcome of ``work`` once it is committed; raises what ``commit`` raised."""
        loop = asyncio.get_running_loop()
        mine: Future[Outcome] = loop.create_future()
        self._line.append((work, mine))
        if self._leading is None:
            self._leading = loop.create_task(self._lead())
        return await mine

    async def _lead(self) -> None:
        """Serve group after group until nobody waits."""
        while self._line:
            group, self._line = self._line[: self._most], self._line[self._most :]
            await self._serve(group)
        self._leading = None

    async def _serve(self, group: Sequence[tuple[Work, "Future[Outcome]"]]) -> None:
        loop = asyncio.get_running_loop()
        works = [work for work, _ in group]
        waiting = [one for _, one in group]
        try:
            outcomes = await loop.run_in_executor(self._thread, self._commit, works)
            for one, outcome in zip(waiting, outcomes, strict=True):
                if not one.done():  # its caller may have gone
                    one.set_result(outcome)
        except Exception as error:
            for one in waiting:
                if not one.done():
                    one.set_exception(error)
