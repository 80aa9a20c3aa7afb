"""Bodies as our service sends them, and the same with one thing wrong each."""

import copy
from collections.abc import Callable
from typing import Any

USER = "U" + "0" * 31 + "1"


def bubble(title: str = "ベビーマッサージ", size: str = "mega") -> dict[str, Any]:
    """One card of the digest."""
    return {
        "type": "bubble",
        "size": size,
        "hero": {
            "type": "image",
            "url": "https://hub.example.jp/media/1.jpg",
            "size": "full",
            "aspectRatio": "20:13",
            "aspectMode": "cover",
        },
        "body": {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [
                {"type": "text", "text": title, "weight": "bold", "size": "lg", "wrap": True},
                {"type": "separator", "margin": "md"},
                {
                    "type": "box",
                    "layout": "baseline",
                    "contents": [
                        {"type": "text", "text": "日時", "color": "#595959", "flex": 1},
                        {"type": "text", "text": "11月28日(土) 10:00", "wrap": True, "flex": 4},
                    ],
                },
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "color": "#0017c1",
                    "action": {
                        "type": "uri",
                        "label": "くわしく見る",
                        "uri": "https://hub.example.jp/r/abc",
                    },
                },
                {
                    "type": "button",
                    "style": "link",
                    "action": {"type": "postback", "label": "なぜ届いたか", "data": "why:1"},
                },
            ],
        },
    }


def multicast(bubbles: int = 3) -> dict[str, Any]:
    """A whole digest: a short text and a carousel."""
    return {
        "to": [USER],
        "messages": [
            {"type": "text", "text": "今週のおたよりです。"},
            {
                "type": "flex",
                "altText": "今週のおたより: 11/28 ベビーマッサージ ほか2件",
                "contents": {"type": "carousel", "contents": [bubble() for _ in range(bubbles)]},
            },
        ],
        "customAggregationUnits": ["w2026_47_s03_a"],
    }


def quick_reply() -> dict[str, Any]:
    """A question with buttons below the chat."""
    buttons = [
        {"type": "action", "action": {"type": "postback", "label": f"{n}歳", "data": f"age:{n}"}}
        for n in range(4)
    ]
    message = {"type": "text", "text": "何歳ですか", "quickReply": {"items": buttons}}
    return {"to": [USER], "messages": [message]}


GOOD: dict[str, dict[str, Any]] = {
    "digest": multicast(),
    "twelve cards": multicast(12),
    "single card": {
        "to": [USER],
        "messages": [{"type": "flex", "altText": "1件", "contents": bubble()}],
    },
    "plain text": {"to": [USER], "messages": [{"type": "text", "text": "あ" * 5000}]},
    "quick reply": quick_reply(),
    "silent": {**multicast(), "notificationDisabled": True},
    "500 recipients": {**multicast(1), "to": [f"U{n:032x}" for n in range(500)]},
    "message action": {
        "to": [USER],
        "messages": [
            {
                "type": "flex",
                "altText": "お知らせ",
                "contents": {
                    "type": "bubble",
                    "size": "kilo",
                    "body": {
                        "type": "box",
                        "layout": "horizontal",
                        "paddingAll": "12px",
                        "contents": [
                            {
                                "type": "button",
                                "action": {"type": "message", "label": "やめる", "text": "やめる"},
                            }
                        ],
                    },
                },
            }
        ],
    },
}

Change = Callable[[dict[str, Any]], object]


def _flex(body: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = body["messages"][1]
    return message


def _card(body: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = _flex(body)["contents"]["contents"][0]
    return card


def _button(body: dict[str, Any]) -> dict[str, Any]:
    button: dict[str, Any] = _card(body)["footer"]["contents"][0]
    return button


def _cards(number: int) -> Change:
    return lambda b: _flex(b)["contents"].update(contents=[bubble() for _ in range(number)])


def _reply_items(number: int) -> Change:
    item = {"type": "action", "action": {"type": "message", "label": "はい", "text": "はい"}}
    return lambda b: b["messages"][0].update(quickReply={"items": [item] * number})


# What is changed in a good digest → the property a refusal must name.
BAD: dict[str, tuple[Change, str]] = {
    "no recipients": (lambda b: b.update(to=[]), "to"),
    "no to at all": (lambda b: b.pop("to"), "to"),
    "501 recipients": (lambda b: b.update(to=[USER] * 501), "to"),
    "malformed id": (lambda b: b.update(to=[USER, "Uabc"]), "to[1]"),
    "group id": (lambda b: b.update(to=["C" + "0" * 32]), "to[0]"),
    "no messages": (lambda b: b.update(messages=[]), "messages"),
    "six messages": (lambda b: b.update(messages=b["messages"][:1] * 6), "messages"),
    "unknown message type": (lambda b: b["messages"][0].update(type="txt"), "messages[0].type"),
    "text without text": (lambda b: b["messages"][0].pop("text"), "messages[0].text"),
    "empty text": (lambda b: b["messages"][0].update(text=""), "messages[0].text"),
    "text of 5001 units": (lambda b: b["messages"][0].update(text="あ" * 5001), "messages[0].text"),
    "text of 5000 with an emoji": (
        lambda b: b["messages"][0].update(text="あ" * 4999 + "👶"),
        "messages[0].text",
    ),
    "no altText": (lambda b: _flex(b).pop("altText"), "messages[1].altText"),
    "altText of 1501": (lambda b: _flex(b).update(altText="あ" * 1501), "messages[1].altText"),
    "contents that are no object": (
        lambda b: _flex(b).update(contents="x"),
        "messages[1].contents",
    ),
    "13 cards": (_cards(13), "messages[1].contents.contents"),
    "no cards": (_cards(0), "messages[1].contents.contents"),
    "a card over 30 KB": (
        lambda b: _card(b)["body"]["contents"][0].update(text="あ" * 5200),
        "messages[1].contents.contents[0]",
    ),
    "a carousel over 50 KB": (
        lambda b: [
            card["body"]["contents"][0].update(text="あ" * 3000)
            for card in _flex(b)["contents"]["contents"]
        ],
        "messages[1].contents",
    ),
    "mixed sizes": (lambda b: _card(b).update(size="kilo"), "messages[1].contents"),
    "unknown size": (
        lambda b: _card(b).update(size="huge"),
        "messages[1].contents.contents[0].size",
    ),
    "button without action": (
        lambda b: _button(b).pop("action"),
        "messages[1].contents.contents[0].footer.contents[0].action",
    ),
    "button without label": (
        lambda b: _button(b)["action"].pop("label"),
        "messages[1].contents.contents[0].footer.contents[0].action.label",
    ),
    "label of 41": (
        lambda b: _button(b)["action"].update(label="あ" * 41),
        "messages[1].contents.contents[0].footer.contents[0].action.label",
    ),
    "address of 1001": (
        lambda b: _button(b)["action"].update(uri="https://e.jp/".ljust(1001, "a")),
        "messages[1].contents.contents[0].footer.contents[0].action.uri",
    ),
    "script address": (
        lambda b: _button(b)["action"].update(uri="javascript:alert(1)"),
        "messages[1].contents.contents[0].footer.contents[0].action.uri",
    ),
    "postback data of 301": (
        lambda b: _button(b).update(action={"type": "postback", "label": "x", "data": "a" * 301}),
        "messages[1].contents.contents[0].footer.contents[0].action.data",
    ),
    "box without contents": (
        lambda b: _card(b)["body"].pop("contents"),
        "messages[1].contents.contents[0].body.contents",
    ),
    "unknown layout": (
        lambda b: _card(b)["body"].update(layout="grid"),
        "messages[1].contents.contents[0].body.layout",
    ),
    "unknown component": (
        lambda b: _card(b)["body"]["contents"].append({"type": "table"}),
        "messages[1].contents.contents[0].body.contents[3].type",
    ),
    "misspelt property": (
        lambda b: _card(b)["body"]["contents"][0].update(colour="#000000"),
        "messages[1].contents.contents[0].body.contents[0].colour",
    ),
    "image over http": (
        lambda b: _card(b)["hero"].update(url="http://hub.example.jp/1.jpg"),
        "messages[1].contents.contents[0].hero.url",
    ),
    "14 quick replies": (_reply_items(14), "messages[0].quickReply.items"),
    "two units": (lambda b: b.update(customAggregationUnits=["a", "b"]), "customAggregationUnits"),
    "unit with a hyphen": (
        lambda b: b.update(customAggregationUnits=["w-1"]),
        "customAggregationUnits[0]",
    ),
    "unit of 31": (
        lambda b: b.update(customAggregationUnits=["a" * 31]),
        "customAggregationUnits[0]",
    ),
    "unknown top-level key": (lambda b: b.update(retryKey="x"), "retryKey"),
}

# What the closed schema cannot see: limits that look at a whole, or that it does not write down.
BEYOND_THE_SCHEMA = {
    "a card over 30 KB",
    "a carousel over 50 KB",
    "mixed sizes",
    "button without label",
    "text of 5000 with an emoji",
}


def bad(name: str) -> dict[str, Any]:
    """A good digest with one thing wrong."""
    body = copy.deepcopy(multicast())
    BAD[name][0](body)
    return body
