"""An approved edition for LINE readers: its ticks, its numbers, and what LINE does wrong."""

from datetime import datetime, timedelta

import notifier.cli.practice.fill as practice
from notifier import delivery, editions, hubs
from notifier.editions import Edition
from notifier.flows.tick import tick
from notifier.kit.db import reading, writing
from tests.delivery.conftest import Ready

SHORTLY = timedelta(seconds=1)
BATCHES_AT_MOST = 60


def go(ready: Ready, after: timedelta) -> None:
    moment = ready.send_at + after
    tick(now_fn=lambda: moment)


def edition_of(ready: Ready) -> Edition:
    with reading() as session:
        return session.get_one(Edition, ready.edition_id)


def counts(ready: Ready) -> dict[str, int]:
    with reading() as session:
        status = delivery.status(session, session.get_one(Edition, ready.edition_id))
    found: dict[str, int] = status["channels"]["line"]
    return {state: number for state, number in found.items() if number}


def times_received(ready: Ready) -> set[int]:
    received = ready.world.control.received(practice.channel_id("nishi"))
    return {sum(received.get(user, {}).values()) for user in ready.line_ids}


def again(ready: Ready, at: datetime) -> None:
    """The person's way out: back to a draft, approve once more."""
    with writing() as session:
        edition = session.get_one(Edition, ready.edition_id)
        hub = hubs.get_hub(session, edition.hub_id)
        by = practice.staff(session, hub, "publisher")
        editions.reopen(session, edition, by=by, now=at)
        editions.approve(session, edition, version=edition.version, by=by, now=at)


def go_again(ready: Ready, after: timedelta) -> None:
    again(ready, ready.send_at + after)
    send_at = edition_of(ready).send_at
    assert send_at is not None
    tick(now_fn=lambda: send_at + SHORTLY)


def fault(ready: Ready, kind: str, times: int = BATCHES_AT_MOST) -> None:
    ready.world.control.faults({"endpoint": "multicast", "kind": kind, "times": times})


def shrink_quota(ready: Ready, limit: int) -> None:
    ready.world.control.put_channel(
        practice.channel_id("nishi"),
        practice.channel_secret("nishi"),
        quota_limit=limit,
        purpose="readers",
        webhook_url="http://127.0.0.1:9/hook",
    )
