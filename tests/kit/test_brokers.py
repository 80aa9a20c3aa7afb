"""Two test processes never hold one Redis database."""

import os
from contextlib import ExitStack, closing

import pytest
import redis

from tests.brokers import CLAIM, DATABASES, claimed


@pytest.mark.services
def test_each_claim_is_another_database_and_is_given_back() -> None:
    given = os.environ.get("NOTIFIER_TEST_BROKER_URL")
    if not given:
        pytest.skip("NOTIFIER_TEST_BROKER_URL is not set: Redis is not tried in this run")
    with ExitStack() as stack:
        held = [stack.enter_context(claimed(given)) for _ in range(2)]
        free = [url for url in held if url != given]
        assert len(set(free)) == len(free)
        assert free, "every database is held by somebody: nothing was shown"
        assert {int(url.rpartition("/")[2]) for url in held} <= set(DATABASES)
        assert all(_holder(url) == str(os.getpid()) for url in free)
    assert [_holder(url) for url in free] == [""] * len(free)


def _holder(url: str) -> str:
    with closing(redis.Redis.from_url(url, decode_responses=True)) as client:
        return str(client.get(CLAIM) or "")
