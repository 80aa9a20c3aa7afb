"""Group commit: whoever waits at the same moment shares one transaction.

A commit costs the disk's time whether it holds one row or a hundred. Nobody has to wait for
company: a lone caller is served at once, and those who come meanwhile are the next group.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Work = TypeVar("Work")
Outcome = TypeVar("Outcome")


def _taken() -> Lock:
    """A lock somebody else will release: the cheapest way to wait for a word."""
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True)
class _Place(Generic[Work, Outcome]):
    """One caller in the line: called when done, or when it is theirs to lead the next group."""

    work: Work
    call: Lock = field(default_factory=_taken)  # released to call
    outcome: Outcome | None = None
    error: BaseException | None = None
    is_done: bool = False


class GroupCommit(Generic[Work, Outcome]):
    """``commit(works)`` does many at once, durably, and returns their outcomes in order.

    It is called in the thread of one of the callers, never twice at the same time, with at most
    ``most`` works. When it raises, nothing of the group is done and each caller gets the error.
    """

    def __init__(
        self, commit: Callable[[Sequence[Work]], Sequence[Outcome]], *, most: int = 256
    ) -> None:
        self._commit = commit
        self._most = most
        self._line: list[_Place[Work, Outcome]] = []
        self._is_led = False
        self._lock = Lock()

    def do(self, work: Work) -> Outcome:
        """Return the outcome of ``work`` once it is committed; raises what ``commit`` raised."""
        mine: _Place[Work, Outcome] = _Place(work)
        with self._lock:
            self._line.append(mine)
            must_wait, self._is_led = self._is_led, True
        if must_wait:
            mine.call.acquire()
        if not mine.is_done:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.outcome  # type: ignore[return-value]  # done without an error: there is one

    def _lead(self) -> None:
        """Serve everybody in the line, the caller first; then call them and the next to lead."""
        with self._lock:
            group, self._line = self._line[: self._most], self._line[self._most :]
        try:
            outcomes = self._commit([one.work for one in group])
            for one, outcome in zip(group, outcomes, strict=True):
                one.outcome = outcome
        except BaseException as error:
            for one in group:
                one.error = error
        with self._lock:
            self._is_led = bool(self._line)
            served = [*self._line[:1], *group]
        for one in group:
            one.is_done = True
        for one in served:
            one.call.release()
