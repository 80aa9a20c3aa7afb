"""LINE's account is never called more often than the hub's rate, whoever calls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import notifier.cli.practice.fill as practice
from notifier import delivery, hubs
from notifier.kit.db import reading, writing
from tests.delivery.conftest import make_ready
from tests.walks.world import World

RATE = 4


def test_no_second_has_more_calls_than_the_hub_allows(here: World, now: datetime) -> None:
    """The platform counts by its own clock and refuses the one call too many."""
    ready = make_ready(here, now, line=64, email=0)
    with writing() as session:
        hubs.find_hub(session, "nishi").line_rate = RATE
    here.control.put_channel(
        practice.channel_id("nishi"), practice.channel_secret("nishi"), rate=RATE,
        purpose="readers", webhook_url="http://127.0.0.1:9/hook",
    )  # fmt: skip
    moment = ready.send_at + timedelta(seconds=1)
    delivery.dispatch(ready.edition_id, now_fn=lambda: moment)
    with reading() as session:
        due = delivery.due_batches(session, now=moment)
    assert len(due) > 2 * RATE
    with ThreadPoolExecutor(len(due)) as workers:
        sent = list(workers.map(lambda one: delivery.send_batch(one, now_fn=lambda: moment), due))
    assert all(sent)
    log = [row for row in here.control.log() if row["endpoint"] == "multicast"]
    assert [row["status"] for row in log] == [200] * len(due)
