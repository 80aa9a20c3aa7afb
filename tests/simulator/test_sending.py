"""The platform over real HTTP, called by our own gateway."""

import json
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from notifier.simulator import Control, Running
from notifier.wire import line
from tests.simulator.conftest import CHANNEL, SECRET, Clock, Hook, user
from tests.simulator.samples import BAD, GOOD, bad


def digest(*numbers: int, text: str = "今週のおたより") -> bytes:
    messages = [{"type": "text", "text": text}]
    return json.dumps({"to": [user(n) for n in numbers], "messages": messages}).encode()


def key() -> str:
    return str(uuid4())


def test_a_token_needs_the_right_secret_and_lives_fifteen_minutes(
    simulator: Running, control: Control, clock: Clock
) -> None:
    with pytest.raises(line.LineRefusedError):
        line.issue_token(simulator.url, CHANNEL, "wrong")
    token = line.issue_token(simulator.url, CHANNEL, SECRET)
    assert token.expires_in_seconds == 900
    assert line.quota(simulator.url, token.value) == line.Quota(limit=None, used=0)
    clock.pass_by(seconds=901)
    answer = line.multicast(simulator.url, token.value, digest(1), retry_key=key())
    assert answer.status == 401


def test_whoever_can_receive_receives_and_is_billed_once(
    simulator: Running, control: Control, token: str
) -> None:
    control.block(CHANNEL, user(2))
    answer = line.multicast(simulator.url, token, digest(1, 2, 3, 99), retry_key=key())
    assert (answer.status, answer.json()) == (200, {})
    assert answer.request_id
    assert set(control.received(CHANNEL)) == {user(1), user(3)}
    assert line.quota(simulator.url, token).used == 2
    (row,) = control.log(CHANNEL)
    assert (row["asked"], row["recipients"]) == (4, [user(1), user(3)])


def test_a_known_retry_key_is_answered_409_and_delivers_nothing_again(
    simulator: Running, control: Control, token: str, clock: Clock
) -> None:
    same = key()
    first = line.multicast(simulator.url, token, digest(1, 2), retry_key=same)
    again = line.multicast(simulator.url, token, digest(1, 2), retry_key=same)
    assert again.status == 409
    assert again.accepted_request_id == first.request_id
    assert again.request_id != first.request_id
    assert control.received(CHANNEL) == {user(1): {same: 1}, user(2): {same: 1}}
    assert not any(row["violation"] for row in control.log(CHANNEL))
    other = line.multicast(simulator.url, token, digest(3), retry_key=same)
    assert other.status == 409
    assert control.log(CHANNEL)[-1]["violation"]
    clock.pass_by(hours=24, seconds=1)
    token = line.issue_token(simulator.url, CHANNEL, SECRET).value
    assert line.multicast(simulator.url, token, digest(1), retry_key=same).status == 200
    assert control.received(CHANNEL)[user(1)] == {same: 2}


def test_a_refused_request_leaves_its_key_usable(
    simulator: Running, control: Control, token: str
) -> None:
    same = key()
    control.faults({"endpoint": "multicast", "kind": "429_rate"})
    assert line.multicast(simulator.url, token, digest(1), retry_key=same).status == 429
    assert line.multicast(simulator.url, token, digest(1), retry_key=same).status == 200


def test_over_the_quota_nobody_of_the_request_receives(
    simulator: Running, control: Control, token: str, hook: Hook, clock: Clock
) -> None:
    control.put_channel(CHANNEL, SECRET, webhook_url=hook.url, quota_limit=4)
    assert line.multicast(simulator.url, token, digest(1, 2, 3), retry_key=key()).status == 200
    over = line.multicast(simulator.url, token, digest(1, 2), retry_key=key())
    assert over.status == 429
    assert "monthly limit" in over.json()["message"]
    assert line.quota(simulator.url, token) == line.Quota(limit=4, used=3)
    assert line.multicast(simulator.url, token, digest(1), retry_key=key()).status == 200
    clock.pass_by(days=3)  # December
    token = line.issue_token(simulator.url, CHANNEL, SECRET).value
    assert line.quota(simulator.url, token).used == 0


def test_more_calls_a_second_than_allowed(
    simulator: Running, control: Control, token: str, hook: Hook
) -> None:
    control.put_channel(CHANNEL, SECRET, webhook_url=hook.url, rate=2)
    statuses = [
        line.multicast(simulator.url, token, digest(1), retry_key=key()).status for _ in range(3)
    ]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    "name", ["malformed id", "13 cards", "no altText", "unknown top-level key"]
)
def test_a_refusal_has_lines_own_form(
    simulator: Running, control: Control, token: str, name: str
) -> None:
    raw = json.dumps(bad(name)).encode()
    answer = line.multicast(simulator.url, token, raw, retry_key=key())
    assert answer.status == 400
    facts = answer.json()
    if BAD[name][1].startswith("to"):
        assert "to[1]" in facts["message"]
    else:
        assert BAD[name][1] in [detail["property"] for detail in facts["details"]]
    assert control.received(CHANNEL) == {}


def test_what_is_no_json_or_too_much_is_refused(
    simulator: Running, control: Control, token: str
) -> None:
    assert line.multicast(simulator.url, token, b"{", retry_key=key()).status == 400
    huge = b'{"to":[' + b" " * (2 * 1024 * 1024) + b"]}"
    assert line.multicast(simulator.url, token, huge, retry_key=key()).status == 413


def test_a_bad_retry_key_is_refused(simulator: Running, control: Control, token: str) -> None:
    answer = line.multicast(simulator.url, token, digest(1), retry_key="once")
    assert answer.status == 400


def test_validate_tells_and_sends_nothing(simulator: Running, control: Control, token: str) -> None:
    good = {"messages": GOOD["digest"]["messages"]}
    wrong = {"messages": bad("13 cards")["messages"]}
    for body, status in ((good, 200), (wrong, 400)):
        raw = json.dumps(body).encode()
        assert line.validate(simulator.url, token, "multicast", raw).status == status
    assert control.log(CHANNEL) == []


def _reply_token(hook: Hook) -> str:
    event: dict[str, Any] = json.loads(hook.taken[-1][0])["events"][0]
    return str(event["replyToken"])


def test_a_reply_token_works_once_and_for_a_minute(
    simulator: Running, control: Control, token: str, hook: Hook, clock: Clock
) -> None:
    def answer() -> line.LineAnswer:
        messages = [{"type": "text", "text": "はい"}]
        body = {"replyToken": _reply_token(hook), "messages": messages}
        return line.reply(simulator.url, token, json.dumps(body).encode())

    control.act(CHANNEL, user(1), "say", text="こんにちは")
    assert answer().status == 200
    assert answer().json()["message"] == "Invalid reply token"
    assert line.quota(simulator.url, token).used == 0
    control.act(CHANNEL, user(1), "say", text="もう一度")
    clock.pass_by(seconds=61)
    assert answer().status == 400
    assert [m["text"] for m in control.messages(CHANNEL, user(1))] == ["はい"]


@pytest.mark.parametrize(
    ("kind", "status", "delivered"),
    [
        ("500_before", 500, 0),
        ("500_after", 500, 1),
        ("429_rate", 429, 0),
        ("429_quota", 429, 0),
        ("401", 401, 0),
        ("bad_id", 400, 0),
    ],
)
def test_scripted_answers(
    simulator: Running, control: Control, token: str, kind: str, *, status: int, delivered: int
) -> None:
    control.faults({"endpoint": "multicast", "kind": kind, "index": 0})
    same = key()
    answer = line.multicast(simulator.url, token, digest(1), retry_key=same)
    assert answer.status == status
    assert len(control.received(CHANNEL)) == delivered
    # The same key again heals whatever happened, and nobody receives twice.
    assert line.multicast(simulator.url, token, digest(1), retry_key=same).status == (
        409 if delivered else 200
    )
    assert control.received(CHANNEL) == {user(1): {same: 1}}


@pytest.mark.parametrize(("kind", "delivered"), [("reset", 0), ("reset_after", 1)])
def test_a_cut_connection_may_have_been_accepted(
    simulator: Running, control: Control, token: str, kind: str, delivered: int
) -> None:
    control.faults({"endpoint": "multicast", "kind": kind})
    with pytest.raises(line.LineUnreachableError) as lost:
        line.multicast(simulator.url, token, digest(1), retry_key=key())
    assert lost.value.maybe_sent
    assert len(control.received(CHANNEL)) == delivered


@pytest.mark.parametrize(("kind", "delivered"), [("hang", 0), ("hang_after", 1)])
def test_silence_ends_at_our_own_timeout(
    simulator: Running,
    control: Control,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    delivered: int,
) -> None:
    patient = urllib3.PoolManager(timeout=urllib3.Timeout(0.3), retries=False)
    monkeypatch.setattr(line, "_pool", lambda: patient)
    control.faults({"endpoint": "multicast", "kind": kind, "seconds": 1})
    with pytest.raises(line.LineUnreachableError) as lost:
        line.multicast(simulator.url, token, digest(1), retry_key=key())
    assert lost.value.maybe_sent
    assert len(control.received(CHANNEL)) == delivered


def test_nobody_listening_was_surely_not_sent() -> None:
    with pytest.raises(line.LineUnreachableError) as lost:
        line.multicast("http://127.0.0.1:9", "t", b"{}", retry_key=key())
    assert not lost.value.maybe_sent


def test_friends_profiles_and_figures(simulator: Running, control: Control, token: str) -> None:
    control.add_friends(CHANNEL, [user(n) for n in range(10, 1510)])
    control.block(CHANNEL, user(2))
    ids = friends(simulator.url, token)
    assert len(ids) == len(set(ids)) == 1502
    assert line.get_json(simulator.url, f"/v2/bot/profile/{user(1)}", token)["userId"] == user(1)
    for who in (user(2), user(9)):
        with pytest.raises(line.LineRefusedError) as said:
            line.get_json(simulator.url, f"/v2/bot/profile/{who}", token)
        assert said.value.status == 404, "one blocked us, the other was never there"


def friends(url: str, token: str) -> list[str]:
    """Every friend's id, page by page."""
    found: list[str] = []
    start = ""
    while True:
        page = line.get_json(url, f"/v2/bot/followers/ids?limit=1000{start}", token)
        found += page["userIds"]
        if "next" not in page:
            return found
        start = f"&start={page['next']}"


def test_it_all_survives_a_restart(
    simulator: Running, control: Control, token: str, tmp_path: Any
) -> None:
    from notifier.simulator import start

    same = key()
    line.multicast(simulator.url, token, digest(1), retry_key=same)
    second = start(database=tmp_path / "simulator.sqlite3", mail_dir=tmp_path / "mail")
    try:
        assert Control(second.url).received(CHANNEL) == {user(1): {same: 1}}
    finally:
        second.stop()


def test_two_channels_know_nothing_of_each_other(
    simulator: Running, control: Control, token: str
) -> None:
    control.put_channel("1650000002", "f" * 32, name="山のひろば")
    control.add_friends("1650000002", [user(1), user(7)])
    line.multicast(simulator.url, token, digest(1, 7), retry_key=key())
    assert set(control.received(CHANNEL)) == {user(1)}
    assert control.received("1650000002") == {}
