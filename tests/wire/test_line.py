"""What answers in LINE's place is not taken for LINE."""

from collections.abc import Callable

import pytest

from notifier.wire import line

NOT_OF_LINE = (b"<html>Sign in to the network</html>", b"[]", b'{"ok":true}')


@pytest.mark.parametrize("body", NOT_OF_LINE)
@pytest.mark.parametrize(
    "ask",
    [
        lambda: line.quota("https://line.example", "token"),
        lambda: line.issue_token("https://line.example", "1234", "secret"),
    ],
    ids=["quota", "token"],
)
def test_an_answer_without_its_facts_is_none(
    ask: Callable[[], object], body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An allowance nobody named would otherwise be one without limit."""
    monkeypatch.setattr(line, "_call", lambda *_: line.LineAnswer(line.OK, "", "", body))
    with pytest.raises(line.LineUnreachableError) as caught:
        ask()
    assert not caught.value.maybe_sent


def test_an_allowance_without_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said = b'{"type":"none","totalUsage":7}'
    monkeypatch.setattr(line, "_call", lambda *_: line.LineAnswer(line.OK, "", "", said))
    assert line.quota("https://line.example", "token") == line.Quota(limit=None, used=7)
