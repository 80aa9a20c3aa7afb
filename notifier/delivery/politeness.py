"""How gently a mail provider is treated that asks us to slow down. Pure.

A relay of the hub's own queues for itself; these rules hold where it passes a provider's "later"
on to us, and they keep many workers from pressing one provider at the same time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_AT_ONCE = 4  # connections with mail for one provider
PAUSES = (30, 120, 600, 1800)
FIRST_TEMPORARY, FIRST_PERMANENT = 400, 500
SERVICE_CLOSING = 421
ONE_MAILBOX = re.compile(r"\b4\.(?:2\.\d|1\.1)(?!\d)")
IN_A_ROW = 2  # readers put off: one mailbox may be greylisted again and again, all by itself


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is remembered of a provider: refusals in a row, and until when it is left alone."""

    strikes: int
    paused_until: datetime


def domain_of(address: str) -> str:
    """The provider's name, as addresses are compared."""
    return address.rpartition("@")[2].lower()


def is_about_domain(code: int, text: str) -> bool:
    """Whether a refusal may say "later" for everybody there; a full mailbox speaks for itself."""
    if code == SERVICE_CLOSING:
        return True
    return FIRST_TEMPORARY <= code < FIRST_PERMANENT and not ONE_MAILBOX.search(text)


def is_busy(code: int, in_a_row: int) -> bool:
    """Whether a provider is left alone: it is closing, or put several readers off with none taken
    between."""
    return code == SERVICE_CLOSING or in_a_row >= IN_A_ROW


def pause(strikes: int) -> timedelta:
    """How long a provider is left alone after so many refusals in a row."""
    return timedelta(seconds=PAUSES[min(strikes, len(PAUSES)) - 1])


def must_wait(
    domain: str, troubles: Mapping[str, Trouble], in_flight: Mapping[str, int], *, now: datetime
) -> bool:
    """Whether nobody at ``domain`` may be written to now.

    ``in_flight``: how many other connections have mail for it. After a refusal there is one at a
    time, until a mail was taken again.
    """
    trouble = troubles.get(domain)
    if trouble is None:
        return in_flight.get(domain, 0) >= MOST_AT_ONCE
    # No pause is longer than the longest: what is further ahead was written by another clock.
    is_paused = now < trouble.paused_until <= now + timedelta(seconds=PAUSES[-1])
    return is_paused or in_flight.get(domain, 0) > 0
