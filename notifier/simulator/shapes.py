"""What LINE's message objects may look like, as plain tables: families of named shapes.

Limits are those of LINE's reference; the ones its published schema leaves out are here too. A
simulator that took more than LINE takes would be worse than none, so whatever is not listed is
refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from notifier.kit.text import utf16_len

Check = Callable[[Any], str]

URL = re.compile(r"^https://[^\s]+$")
ACTION_URI = re.compile(r"^(https?://|line://|tel:)[^\s\"<>\\^`{|}]+$")
COLOR = re.compile(r"^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")
LENGTH = re.compile(r"^(none|xs|sm|md|lg|xl|xxl|\d{1,4}(\.\d+)?(px|%))$")
FONT_SIZE = re.compile(r"^(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|\d{1,3}(\.\d+)?px)$")
IMAGE_SIZE = re.compile(r"^(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|\d{1,4}(\.\d+)?(px|%))$")
RATIO = re.compile(r"^(\d{1,5}(?:\.\d+)?):(\d{1,5}(?:\.\d+)?)$")
MAX_HEIGHT_TO_WIDTH = 3


@dataclass(frozen=True, slots=True)
class Field:
    """One property: a check of its value, or a child object (or list of them) of a family."""

    check: Check | None = None
    family: str = ""
    many: bool = False
    least: int = 0
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: which properties it may have and which it must have."""

    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    rule: Check = field(default=lambda _value: "")


def text(most: int, *, least: int = 1, measure: Callable[[str], int] = utf16_len) -> Field:
    """A string of ``least`` to ``most`` units."""

    def check(value: Any) -> str:  # noqa: ANN401 - anything may stand in somebody's JSON
        if not isinstance(value, str):
            return "Must be a string"
        if least and not value:
            return "May not be empty"
        return f"Length must be between {least} and {most}" if measure(value) > most else ""

    return Field(check)


def one_of(*values: str) -> Field:
    """One of a closed list of words."""
    return Field(
        lambda value: (
            ""
            if isinstance(value, str) and value in values
            else f"Must be one of the following values: [{', '.join(values)}]"
        )
    )


def matching(pattern: re.Pattern[str], most: int = 2000) -> Field:
    """A string of a certain form."""

    def check(value: Any) -> str:  # noqa: ANN401 - anything may stand in somebody's JSON
        if not isinstance(value, str):
            return "Must be a string"
        if utf16_len(value) > most:
            return f"Length must be between 0 and {most}"
        return "" if pattern.match(value) else "invalid property"

    return Field(check)


def child(family: str) -> Field:
    """One object of a family."""
    return Field(family=family)


def children(family: str, least: int = 0, most: int = 10_000) -> Field:
    """A list of objects of a family."""
    return Field(family=family, many=True, least=least, most=most)


def _ratio(value: Any) -> str:  # noqa: ANN401 - anything may stand in somebody's JSON
    found = RATIO.match(value) if isinstance(value, str) else None
    if not found or float(found[1]) == 0:
        return "invalid property"
    tall = float(found[2]) > MAX_HEIGHT_TO_WIDTH * float(found[1])
    return "height cannot be greater than three times the width" if tall else ""


BOOLEAN = Field(lambda value: "" if isinstance(value, bool) else "Must be a boolean")
WHOLE = Field(
    lambda value: (
        "" if isinstance(value, int) and not isinstance(value, bool) and value >= 0
        else "Must be a non-negative integer"
    )
)  # fmt: skip
_LENGTH = matching(LENGTH)
_COLOR = matching(COLOR)
_HTTPS = matching(URL)
_RATIO = Field(_ratio)
_GRAVITY = one_of("top", "bottom", "center")
_ALIGN = one_of("start", "end", "center")

_PLACED = {
    "flex": WHOLE,
    "margin": _LENGTH,
    "position": one_of("relative", "absolute"),
    **{f"offset{side}": _LENGTH for side in ("Top", "Bottom", "Start", "End")},
}
_LETTERS = {
    "text": text(100_000, least=0),
    "size": matching(FONT_SIZE),
    "color": _COLOR,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}
_SPOKEN = {"quickReply": child("quickReply"), "sender": child("sender")}


def _has_words(value: Any) -> str:  # noqa: ANN401 - anything may stand in somebody's JSON
    return "" if value.get("text") or value.get("contents") else "text or contents is required"


def _has_block(value: Any) -> str:  # noqa: ANN401 - anything may stand in somebody's JSON
    named = ("header", "hero", "body", "footer")
    return "" if any(name in value for name in named) else "At least one block must be specified"


FAMILIES: dict[str, dict[str, Shape]] = {
    "message": {
        "text": Shape({"text": text(5000), "quoteToken": text(1000), **_SPOKEN}, ("text",)),
        "image": Shape(
            {"originalContentUrl": _HTTPS, "previewImageUrl": _HTTPS, **_SPOKEN},
            ("originalContentUrl", "previewImageUrl"),
        ),
        "sticker": Shape(
            {"packageId": text(20), "stickerId": text(20), **_SPOKEN}, ("packageId", "stickerId")
        ),
        "flex": Shape(
            {"altText": text(1500), "contents": child("container"), **_SPOKEN},
            ("altText", "contents"),
        ),
    },
    "bubble": {
        "bubble": Shape(
            {
                "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
                "direction": one_of("ltr", "rtl"),
                "header": child("box"),
                "hero": child("hero"),
                "body": child("box"),
                "footer": child("box"),
                "styles": child("styles"),
                "action": child("action"),
            },
            rule=_has_block,
        ),
    },
    "component": {
        "box": Shape(
            {
                "layout": one_of("horizontal", "vertical", "baseline"),
                "contents": children("component"),
                "spacing": _LENGTH,
                "backgroundColor": _COLOR,
                "borderColor": _COLOR,
                "borderWidth": matching(re.compile(r"^(none|light|normal|medium|semi-bold|bold|\d+(\.\d+)?px)$")),
                "cornerRadius": _LENGTH,
                **dict.fromkeys(("width", "maxWidth", "height", "maxHeight"), _LENGTH),
                **{f"padding{side}": _LENGTH for side in ("All", "Top", "Bottom", "Start", "End")},
                "justifyContent": one_of(
                    "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"
                ),
                "alignItems": one_of("center", "flex-start", "flex-end"),
                "action": child("action"),
                **_PLACED,
            },
            ("layout", "contents"),
        ),
        "text": Shape(
            {
                **_LETTERS,
                "align": _ALIGN,
                "gravity": _GRAVITY,
                "wrap": BOOLEAN,
                "maxLines": WHOLE,
                "lineSpacing": _LENGTH,
                "adjustMode": one_of("shrink-to-fit"),
                "scaling": BOOLEAN,
                "contents": children("span"),
                "action": child("action"),
                **_PLACED,
            },
            rule=_has_words,
        ),
        "button": Shape(
            {
                "action": child("buttonAction"),
                "style": one_of("primary", "secondary", "link"),
                "color": _COLOR,
                "height": one_of("md", "sm"),
                "gravity": _GRAVITY,
                "adjustMode": one_of("shrink-to-fit"),
                "scaling": BOOLEAN,
                **_PLACED,
            },
            ("action",),
        ),
        "image": Shape(
            {
                "url": _HTTPS,
                "size": matching(IMAGE_SIZE),
                "aspectRatio": _RATIO,
                "aspectMode": one_of("fit", "cover"),
                "align": _ALIGN,
                "gravity": _GRAVITY,
                "backgroundColor": _COLOR,
                "animated": BOOLEAN,
                "action": child("action"),
                **_PLACED,
            },
            ("url",),
        ),
        "icon": Shape(
            {
                "url": _HTTPS, "size": matching(FONT_SIZE), "aspectRatio": _RATIO,
                "scaling": BOOLEAN, **_PLACED,
            },
            ("url",),
        ),
        "separator": Shape({"margin": _LENGTH, "color": _COLOR}),
        "filler": Shape({"flex": WHOLE}),
    },
    "span": {"span": Shape(_LETTERS)},
    "action": {
        "uri": Shape(
            {"label": text(40, measure=len), "uri": matching(ACTION_URI, 1000), "altUri": child("altUri")},
            ("uri",),
        ),
        "postback": Shape(
            {
                "label": text(40, measure=len),
                "data": text(300),
                "displayText": text(300),
                "text": text(300),
                "inputOption": one_of("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
                "fillInText": text(300),
            },
            ("data",),
        ),
        "message": Shape({"label": text(40, measure=len), "text": text(300)}, ("text",)),
    },
    # Objects that carry no ``type`` of their own.
    "quickReply": {"": Shape({"items": children("quickReplyItem", 1, 13)}, ("items",))},
    "altUri": {"": Shape({"desktop": matching(ACTION_URI, 1000)}, ("desktop",))},
    "sender": {"": Shape({"name": text(20), "iconUrl": _HTTPS})},
    "styles": {"": Shape({name: child("blockStyle") for name in ("header", "hero", "body", "footer")})},
    "blockStyle": {
        "": Shape({"backgroundColor": _COLOR, "separator": BOOLEAN, "separatorColor": _COLOR})
    },
}  # fmt: skip

FAMILIES["box"] = {"box": FAMILIES["component"]["box"]}
FAMILIES["hero"] = {name: FAMILIES["component"][name] for name in ("box", "image")}
FAMILIES["container"] = {
    "bubble": FAMILIES["bubble"]["bubble"],
    "carousel": Shape({"contents": children("bubble", 1, 12)}, ("contents",)),
}


def _labelled(most: int) -> dict[str, Shape]:
    """The actions where a label is a must; on a quick reply it is shorter too."""
    label = text(most, measure=len)
    return {
        name: Shape({**shape.fields, "label": label}, (*shape.required, "label"))
        for name, shape in FAMILIES["action"].items()
    }


FAMILIES["buttonAction"] = _labelled(40)
FAMILIES["quickReplyAction"] = _labelled(20)
FAMILIES["quickReplyItem"] = {
    "action": Shape({"imageUrl": _HTTPS, "action": child("quickReplyAction")}, ("action",))
}
