"""Whether the broker answers is asked the way Celery will speak to it."""

from pathlib import Path

import pytest
import redis

from notifier.kit import broker
from tests.walks.world import set_environment


def test_a_broker_that_refuses_our_password_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_environment(
        monkeypatch, {"NOTIFIER_VAR_DIR": str(tmp_path), "NOTIFIER_BROKER_URL": "embedded"}
    )
    server = broker.start_embedded()
    assert server is not None
    try:
        assert broker.answers()
        with redis.Redis(unix_socket_path=str(broker.socket_path())) as client:
            client.config_set("requirepass", "another")
        assert not broker.answers(), "no bell would ring"
        assert not broker.is_embedded_gone(), "and still it is there"
    finally:
        server.stop()
