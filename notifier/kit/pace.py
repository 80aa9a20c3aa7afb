"""A pace that all processes keep together: so many calls a second, so few at once.

A turn counts from before the call until a second after its answer. Whatever delays a call on its
way, the other end can therefore never count more than the rate within one second. The turns stand
in the broker. A process that dies gives its turn back by itself, once the longest call is over. A
broker that remembers nothing may have forgotten a full second and calls under way: it is taken as
having forgotten just that.

Where the embedded broker does not run (a cron line's tick instead of workers) the processes of this
machine go one at a time through a lock file: slower, and just as strict.
"""

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import redis
import structlog

from notifier.config import EMBEDDED_BROKER, settings
from notifier.kit import broker
from notifier.kit.errors import UnavailableError

SHORTEST_LOOK, LONGEST_LOOK = 0.005, 0.1  # seconds between two questions
ANSWER_SECONDS = 2.0
SINCE = "notifier:pace:since"

# KEYS: the turns (turn → when it stops counting), since when the broker remembers. ARGV: turn,
# rate, at_once, longest. Returns "" for a turn, else the seconds after which to ask again.
TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local rate, at_once, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('SETNX', KEYS[2], string.format('%.6f', now)) == 1 then return '1' end
local known = now - tonumber(redis.call('GET', KEYS[2]))
if known < 1 then return string.format('%.6f', 1 - known) end
if known < longest + 1 then rate = rate - at_once end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.6f', now))
local under_way = redis.call('ZCOUNT', KEYS[1], string.format('(%.6f', now + 1), '+inf')
if under_way >= at_once then return '0' end
if redis.call('ZCARD', KEYS[1]) >= rate then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
  return string.format('%.6f', (first or now + 1) - now)
end
redis.call('ZADD', KEYS[1], string.format('%.6f', now + longest + 1), ARGV[1])
redis.call('EXPIRE', KEYS[1], math.ceil(longest + 2))
return ''
"""
GIVE_BACK = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
return redis.call('ZADD', KEYS[1], 'XX', string.format('%.6f', now + 1), ARGV[1])
"""

log = structlog.get_logger()


class NoTurnError(UnavailableError):
    """No turn came in time, or the broker that hands them out does not answer: nothing was done."""


@contextmanager
def turn(
    name: str, *, rate: int, at_once: int, longest_seconds: float, patience_seconds: float
) -> Iterator[None]:
    """Wait until a call to ``name`` may be made, and make it inside.

    ``rate`` is calls a second, ``at_once`` calls under way, ``longest_seconds`` what no call
    exceeds. Raises ``NoTurnError`` after ``patience_seconds``.
    """
    until = time.monotonic() + patience_seconds
    at_once = min(at_once, rate)
    key, mine = f"notifier:pace:{name}", secrets.token_hex(8)
    try:
        _wait(key, mine, (rate, at_once, longest_seconds), until)
    except redis.RedisError as error:
        # One that is there and does not serve us (it hangs, it may not write) is no broker gone.
        is_gone = isinstance(error, redis.ConnectionError)
        if not (is_gone and settings().broker_url == EMBEDDED_BROKER):
            raise NoTurnError(
                "順番を配るブローカー（Redis）が応答しません。動いているか確かめてください。"
            ) from error
        with _alone(name, 1 / rate, until):
            yield
        return
    try:
        yield
    finally:
        try:
            _broker(os.getpid(), broker.client_url()).eval(GIVE_BACK, 1, key, mine)
        except redis.RedisError:  # it comes back by itself, later
            log.warning("pace.not_given_back", name=name)


def _wait(key: str, mine: str, limits: tuple[float, ...], until: float) -> None:
    while True:
        pool = _broker(os.getpid(), broker.client_url())
        answer = str(pool.eval(TAKE, 2, key, SINCE, mine, *limits))
        if not answer:
            return
        pause = min(max(float(answer), SHORTEST_LOOK), LONGEST_LOOK)
        if time.monotonic() + pause > until:
            raise NoTurnError("順番がなかなか来ません。少し待ってから、もう一度試します。")
        time.sleep(pause)


@contextmanager
def _alone(name: str, pause: float, until: float) -> Iterator[None]:
    folder = settings().var_dir
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    with (folder / f"pace-{digest}.lock").open("w") as held:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise NoTurnError("順番がなかなか来ません。少し待ってください。") from None
                time.sleep(SHORTEST_LOOK)
        try:
            yield
        finally:
            time.sleep(pause)


@cache
def _broker(_pid: int, url: str) -> redis.Redis:
    """This process's connections; a forked child never writes into its parent's."""
    return redis.Redis.from_url(
        url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        decode_responses=True,
    )
