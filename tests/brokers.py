"""A Redis database for each test process: what one rings or paces, no other hears or waits for."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import redis

DATABASES = range(9, 16)  # 1-8 are the walks' that empty theirs, 0 is anybody's
CLAIM = "notifier:tests:owner"
CLAIM_SECONDS = 3600  # longer than any run; a process that died gives its database back by then


@contextmanager
def claimed(url: str) -> Iterator[str]:
    """A database on the server of ``url`` that no other test process holds.

    Where all are held it is ``url`` itself, shared.
    """
    server, _, given = url.rpartition("/")
    first = int(given)
    for number in sorted(DATABASES, key=lambda one: (one - first) % len(DATABASES)):
        with closing(redis.Redis.from_url(f"{server}/{number}")) as client:
            if client.set(CLAIM, os.getpid(), nx=True, ex=CLAIM_SECONDS):
                try:
                    yield f"{server}/{number}"
                finally:
                    client.delete(CLAIM)
                return
    yield url
