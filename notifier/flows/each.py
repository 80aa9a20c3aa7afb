"""One after the other, each alone: what goes wrong with one keeps no other waiting."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

log = structlog.get_logger()

T = TypeVar("T")


def each(ones: Iterable[T], act: Callable[[T], object]) -> int:
    """``act`` on every one; returns for how many it did something.

    Raises, when all had their turn, the first error there was; at once when the database itself
    does not serve: each of the others would only wait for it as long.
    """
    done, errors = 0, []
    for one in ones:
        try:
            done += bool(act(one))
        except (InterfaceError, OperationalError):
            raise
        except Exception as error:
            errors.append(error)
            log.warning("tick.one_failed", id=one, error=type(error).__name__)
    if errors:
        raise errors[0]
    return done
