"""One after the other, each alone: what goes wrong with one keeps no other waiting."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")


def each(ones: Iterable[T], act: Callable[[T], object]) -> int:
    """``act`` on every one; returns for how many it did something.

    Raises, when all had their turn, the first error there was.
    """
    done, errors = 0, []
    for one in ones:
        try:
            done += bool(act(one))
        except Exception as error:
            errors.append(error)
            log.warning("tick.one_failed", id=one, error=type(error).__name__)
    if errors:
        raise errors[0]
    return done
