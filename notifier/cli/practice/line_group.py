"""Friday: a circle leader sends a flyer photo by LINE with one line of text, and is asked the rest."""

import base64
import io
import re
from datetime import date
from typing import Any

from PIL import Image

from notifier.cli.practice import fill as world
from notifier.cli.practice.browser import Browser
from notifier.cli.practice.stage import Stage, command, until
from notifier.cli.practice.table import Table
from notifier.kit.clock import WEEKDAYS_JA

TITLE = "ふれあい遊び（練習）"
LEADER = "U" + "e" * 32
SECONDS = 60


def circle_leader(table: Table, here: Stage, editor: Browser, day: date) -> None:
    """From the desk's code to the item in the queue, with her photo beside it."""
    channel = world.group_channel_id(here.hub)
    here.control.add_friends(channel, [LEADER])
    here.control.act(channel, LEADER, "follow")
    until(lambda: _said(here), "the welcome of the groups' account")
    _answer_to(here, "say", text=_code(here, editor))
    table.hold(
        "line group: connected by the desk's code",
        _said(here)[-1].splitlines()[0],
        is_right="としてつながりました" in _said(here)[-1],
    )
    _answer_to(here, "photo", content=_flyer(), content_type="image/png")
    weekday = WEEKDAYS_JA[day.weekday()]
    words = f"{day.month}月{day.day}日({weekday}) 10時〜11時 {TITLE} みなとケアプラザ"
    _answer_to(here, "say", text=words)
    asked = 0
    while (tap := _first_answer(here)) and asked < len(("audience", "fee", "apply")):
        _answer_to(here, "press", action=tap)
        asked += 1
    done = _said(here)[-1]
    table.hold(
        "line group: photo and one line, the rest asked one by one",
        f"{asked} questions",
        is_right=asked > 0 and "これで受け付けました" in done,
    )
    case = next((row for row in _cases(here) if row["title"] == TITLE), None)
    table.expect("line group: in the queue", "line_message", case and case["source"])
    if case is None:
        return
    path = f"/desk/cases/{case['id']}"
    photo = until(
        lambda: re.search(r'src="(/desk/attachments/\d+)"', editor.get(path).text), "her photo"
    )
    table.hold(
        "line group: her photo beside our reading",
        "yes",
        is_right=editor.file(photo[1]).startswith(b"\x89PNG"),
    )
    editor.send(
        editor.get(path),
        "/approve",
        despite=[check["key"] for check in case["checks"] if check["level"] == "ask"],
    )
    _answer_to(here, "say", text="状態")
    table.hold(
        "line group: she reads where it stands",
        "approved" if "掲載が決まりました" in _said(here)[-1] else _said(here)[-1][:40],
        is_right="掲載が決まりました" in _said(here)[-1],
    )
    paid = [row for row in here.control.log(channel) if row["endpoint"] != "reply"]
    table.expect("line group: messages that cost something", 0, len(paid))


def _code(here: Stage, editor: Browser) -> str:
    groups = editor.get("/desk/groups").text
    found = re.search(r'href="(/desk/groups/\d+)">みなと親子サークル', groups)
    page = editor.send(editor.get(found[1] if found else "/desk/groups"), "/line-code")
    code = re.search(r'class="line-code">([0-9a-z-]+)<', page.text)
    return code[1] if code else ""


def _answer_to(here: Stage, act: str, **facts: Any) -> None:  # noqa: ANN401 - JSON
    before = len(_said(here))
    here.control.act(world.group_channel_id(here.hub), LEADER, act, **facts)
    until(lambda: len(_said(here)) > before, f"the answer to her {act}", SECONDS)


def _said(here: Stage) -> list[str]:
    messages = here.control.messages(world.group_channel_id(here.hub), LEADER)
    return [str(one["text"]) for one in messages]


def _first_answer(here: Stage) -> dict[str, Any] | None:
    """The first button below the newest message that answers a question."""
    (newest, *_) = reversed(here.control.messages(world.group_channel_id(here.hub), LEADER))
    items = newest.get("quickReply", {}).get("items", [])
    actions = [one["action"] for one in items if one["action"]["type"] == "message"]
    return dict(actions[0]) if actions else None


def _cases(here: Stage) -> list[dict[str, Any]]:
    return list(command("desk", "list", "--state", "waiting", "--hub", here.hub))


def _flyer() -> str:
    out = io.BytesIO()
    Image.new("RGB", (360, 480), "white").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
