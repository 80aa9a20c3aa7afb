"""The practice phone: plain forms, signed webhooks, and nothing that runs."""

import json
import re
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import urllib3

from notifier.simulator import Control, Running
from notifier.wire import line
from tests.simulator.conftest import CHANNEL, SECRET, Clock, Hook, user
from tests.simulator.samples import bubble

pytestmark = pytest.mark.usefixtures("control")
ULID = re.compile(r"^[0-9A-HJKMNP-TV-Z]{26}$")


@pytest.fixture
def web() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False)


def page(web: urllib3.PoolManager, simulator: Running, path: str) -> str:
    return web.request("GET", simulator.url + path).data.decode()


def post(
    web: urllib3.PoolManager, simulator: Running, path: str, **form: str
) -> urllib3.BaseHTTPResponse:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(form).encode()
    return web.request("POST", simulator.url + path, body=body, headers=headers, redirect=False)


def last_event(hook: Hook) -> dict[str, Any]:
    """The last webhook's event; its signature must hold."""
    body, signature = hook.taken[-1]
    assert line.verify_signature(body, signature, ["other", SECRET])
    assert not line.verify_signature(body + b" ", signature, [SECRET])
    event: dict[str, Any] = json.loads(body)["events"][0]
    assert ULID.match(event["webhookEventId"])
    assert event["mode"] == "active"
    return event


def test_writing_a_message(
    web: urllib3.PoolManager, simulator: Running, hook: Hook, clock: Clock
) -> None:
    path = f"/phone/{CHANNEL}/{user(1)}"
    assert post(web, simulator, path + "/say", text="はじめまして").status == 303
    event = last_event(hook)
    assert event["type"] == "message"
    assert event["message"]["text"] == "はじめまして"
    assert event["timestamp"] == int(clock().timestamp() * 1000)
    assert event["source"] == {"type": "user", "userId": user(1)}
    shown = page(web, simulator, path)
    assert "はじめまして" in shown
    assert "受け取られました（200）" in shown


def test_a_service_that_does_not_take_it_is_shown(
    web: urllib3.PoolManager, simulator: Running, hook: Hook
) -> None:
    hook.status = 500
    path = f"/phone/{CHANNEL}/{user(1)}"
    post(web, simulator, path + "/say", text="もしもし")
    assert "500 を返しました" in page(web, simulator, path)


def test_blocking_and_coming_back(
    web: urllib3.PoolManager, simulator: Running, control: Control, hook: Hook
) -> None:
    path = f"/phone/{CHANNEL}/{user(1)}"
    post(web, simulator, path + "/unfollow")
    left = last_event(hook)
    assert left["type"] == "unfollow"
    assert "replyToken" not in left
    assert control.channels()[0]["blocked"] == 1
    post(web, simulator, path + "/follow")
    back = last_event(hook)
    assert back["follow"] == {"isUnblocked": True}
    assert back["replyToken"]


def test_becoming_a_new_friend(
    web: urllib3.PoolManager, simulator: Running, control: Control, hook: Hook
) -> None:
    answer = post(web, simulator, f"/phone/{CHANNEL}/new", name="練習のパパ")
    event = last_event(hook)
    assert event["follow"] == {"isUnblocked": False}
    assert event["source"]["userId"] in answer.headers["location"]
    assert control.channels()[0]["friends"] == 4


def test_pressing_a_button_and_a_quick_reply(
    web: urllib3.PoolManager, simulator: Running, hook: Hook
) -> None:
    path = f"/phone/{CHANNEL}/{user(1)}/press"
    post(web, simulator, path, type="postback", data="age:1", displayText="1歳")
    assert last_event(hook)["postback"] == {"data": "age:1"}
    post(web, simulator, path, type="message", text="やめる")
    assert last_event(hook)["message"]["text"] == "やめる"


def test_taking_a_message_back_takes_its_picture_too(
    web: urllib3.PoolManager, simulator: Running, hook: Hook, token: str
) -> None:
    path = f"/phone/{CHANNEL}/{user(1)}"
    picture = ("flyer.jpg", b"\xff\xd8 jpeg", "image/jpeg")
    web.request("POST", simulator.url + path + "/photo", fields={"photo": picture}, redirect=False)
    message_id = last_event(hook)["message"]["id"]
    content = line.get_content(simulator.url, token, message_id, 1000)
    assert (content.status, content.content_type) == (200, "image/jpeg")
    assert content.data == b"\xff\xd8 jpeg"
    with pytest.raises(line.ContentTooLargeError):
        line.get_content(simulator.url, token, message_id, 3)
    post(web, simulator, f"{path}/unsend/{message_id}")
    assert last_event(hook)["unsend"] == {"messageId": message_id}
    assert line.get_content(simulator.url, token, message_id, 1000).status == 410
    assert line.get_content(simulator.url, token, "1", 1000).status == 404


def test_a_redelivery_is_the_same_event_and_says_so(
    web: urllib3.PoolManager, simulator: Running, hook: Hook
) -> None:
    path = f"/phone/{CHANNEL}/{user(1)}"
    assert post(web, simulator, path + "/redeliver").status == 400
    post(web, simulator, path + "/say", text="もしもし")
    first = last_event(hook)
    post(web, simulator, path + "/redeliver")
    again = last_event(hook)
    assert again["webhookEventId"] == first["webhookEventId"]
    assert (first["deliveryContext"], again["deliveryContext"]) == (
        {"isRedelivery": False},
        {"isRedelivery": True},
    )


def test_what_was_sent_is_drawn_as_cards_and_buttons(
    web: urllib3.PoolManager, simulator: Running, token: str, clock: Clock
) -> None:
    item = {"type": "action", "action": {"type": "postback", "label": "1歳", "data": "age:1"}}
    flex = {
        "type": "flex",
        "altText": "今週のおたより",
        "contents": {"type": "carousel", "contents": [bubble("<script>alert(1)</script>")] * 2},
        "quickReply": {"items": [item]},
    }
    body = json.dumps({"to": [user(1)], "messages": [flex]}).encode()
    line.multicast(simulator.url, token, body, retry_key=str(uuid4()))
    path = f"/phone/{CHANNEL}/{user(1)}"
    shown = page(web, simulator, path)
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script" not in shown
    assert "style=" not in shown
    assert 'class="quick"' in shown
    assert shown.count('value="why:1"') == 2
    clock.pass_by(seconds=5)
    post(web, simulator, path + "/say", text="ありがとう")
    assert 'class="quick"' not in page(web, simulator, path)


def test_pages_are_strict_and_local(web: urllib3.PoolManager, simulator: Running) -> None:
    answer = web.request("GET", simulator.url + "/")
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    shown = answer.data.decode()
    assert 'lang="ja"' in shown
    assert "練習用" in shown
    assert "<script" not in shown


def test_another_sites_page_may_not_act(web: urllib3.PoolManager, simulator: Running) -> None:
    path = f"{simulator.url}/phone/{CHANNEL}/{user(1)}/unfollow"
    assert web.request("POST", path, headers={"Origin": "http://evil.example"}).status == 403
    assert web.request("POST", path, headers={"Host": "evil.example"}).status == 403
    form = {"Content-Type": "text/plain"}
    reset = web.request("POST", f"{simulator.url}/_sim/reset", body=b"{}", headers=form)
    assert reset.status == 400


@pytest.mark.parametrize("path", [f"/phone/{CHANNEL}/{user(77)}", f"/phone/nobody/{user(1)}"])
def test_nobody_there_is_a_kind_page(
    web: urllib3.PoolManager, simulator: Running, path: str
) -> None:
    answer = web.request("GET", simulator.url + path)
    assert answer.status == 404
    assert "練習用のLINE" in answer.data.decode()


def test_a_webhook_leaves_loopback_for_nothing(control: Control) -> None:
    from notifier.simulator import SimulatorError

    with pytest.raises(SimulatorError):
        control.put_channel("x", "y", webhook_url="https://hub.example.jp/line")
