"""Our subset of LINE's Flex messages as safe HTML, for the preview and for the practice phone.

It draws from the very JSON that is sent. Every text is escaped, only https, http, tel and line
addresses become links, and what is not known is shown as a visible grey note. No style attribute is
written (a strict content security policy would drop it): colours and sizes become class names, and
``stylesheet`` gives their rules for a ``<style nonce>`` of the same page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from notifier.kit import flex_css

Part = Mapping[str, Any]
Control = Callable[[Part], Markup]
SAFE_SCHEMES = frozenset({"https", "http", "tel", "line"})
CONTROL_CHARACTERS = re.compile(r"[\x00-\x20\x7f]")
BLOCKS = ("header", "hero", "body", "footer")
LAYOUTS = {"vertical", "horizontal", "baseline"}
MAX_DEPTH = 12


def render(contents: Part, *, control: Control | None = None, show_images: bool = False) -> Markup:
    """A bubble or carousel as HTML.

    ``control`` draws what presses a postback or message action (a form on the practice phone);
    without it such a button is shown but does nothing. Images stay frames unless ``show_images``.
    """
    return _Drawing(control or _inert, show_images=show_images).container(contents)


def stylesheet(containers: Iterable[Part]) -> Markup:
    """The rules for everything ``render`` wrote about these containers."""
    found: dict[str, str] = {}
    for container in containers:
        for part in _parts(container):
            found.update(flex_css.rules(part))
    # Each rule was built from a value that matched a narrow pattern, so none can end the element.
    return Markup(flex_css.BASE + "".join(found.values()))  # noqa: S704


def safe_uri(uri: object) -> str | None:
    """The address when it may become a link, else None."""
    text = CONTROL_CHARACTERS.sub("", str(uri))
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        return None
    return text if scheme in SAFE_SCHEMES else None


class _Drawing:
    """One container being drawn."""

    def __init__(self, control: Control, *, show_images: bool) -> None:
        self._control = control
        self._show_images = show_images

    def container(self, contents: Part) -> Markup:
        if contents.get("type") == "carousel":
            bubbles = _list(contents.get("contents"))
            label = f"カード{len(bubbles)}枚。横にスクロールできます"
            return Markup(
                '<div class="fx-carousel" role="group" tabindex="0" aria-label="{}">{}</div>'
            ).format(label, Markup().join(self.bubble(bubble) for bubble in bubbles))
        return self.bubble(contents)

    def bubble(self, given: object) -> Markup:
        bubble = _object(given)
        if bubble.get("type") != "bubble":
            return _note("表示できないカード")
        blocks = []
        for name in BLOCKS:
            if name in bubble:
                style = _object(bubble.get("styles")).get(name)
                classes = f"fx-block fx-{name} {flex_css.classes(style)}"
                blocks.append(_tag("div", classes, self.component(bubble[name], 0)))
        size = str(bubble.get("size", "mega"))
        kind = size if size in flex_css.BUBBLE_WIDTHS else "mega"
        inner = Markup().join(blocks) + self._tap(bubble)
        return _tag("div", f"fx-bubble fx-bubble-{kind}", inner)

    def component(self, given: object, depth: int) -> Markup:
        part = _object(given)
        kind = part.get("type")
        if kind == "box" and depth < MAX_DEPTH:
            return self._box(part, depth)
        draw = {
            "text": self._text,
            "button": self._button,
            "image": self._image,
            "separator": _separator,
        }.get(str(kind))
        return draw(part) if draw else _note(f"表示できない部品: {str(kind)[:40]}")

    def _box(self, box: Part, depth: int) -> Markup:
        layout = box.get("layout") if box.get("layout") in LAYOUTS else "vertical"
        inner = Markup().join(
            self.component(child, depth + 1) for child in _list(box.get("contents"))
        )
        return _tag("div", f"fx-box fx-{layout} {flex_css.classes(box)}", inner + self._tap(box))

    def _text(self, part: Part) -> Markup:
        spans = _list(part.get("contents"))
        inner = (
            Markup().join(
                _tag("span", flex_css.classes(span), escape(str(span.get("text", ""))))
                for span in spans
                if isinstance(span, Mapping)
            )
            if spans
            else escape(str(part.get("text", "")))
        )
        wrap = "fx-wrap" if part.get("wrap") is True else "fx-nowrap"
        return _tag(
            "div",
            f"fx-text {wrap} {flex_css.classes(part)}",
            self._linked(part.get("action"), inner),
        )

    def _button(self, part: Part) -> Markup:
        action = part.get("action")
        if not isinstance(action, Mapping):
            return _note("動きのないボタン")
        style = part.get("style")
        look = style if style in {"primary", "secondary", "link"} else "link"
        classes = f"fx-button fx-button-{look} {flex_css.classes(part)}"
        return _tag("div", classes, self._pressed(action))

    def _image(self, part: Part) -> Markup:
        uri = safe_uri(part.get("url"))
        if self._show_images and uri and uri.startswith("https:"):
            inner = Markup('<img src="{}" alt="" loading="lazy">').format(uri)
        else:
            inner = Markup('<span class="fx-placeholder">画像</span>')
        return _tag(
            "div", f"fx-image {flex_css.classes(part)}", self._linked(part.get("action"), inner)
        )

    def _tap(self, part: Part) -> Markup:
        """A tap anywhere on a box or bubble, as a control of its own at the end."""
        action = part.get("action")
        return _tag("div", "fx-tap", self._pressed(_object(action))) if action else Markup()

    def _linked(self, action: object, inner: Markup) -> Markup:
        uri = safe_uri(_object(action).get("uri"))
        return _link(uri, inner) if uri else inner

    def _pressed(self, action: Part) -> Markup:
        label = escape(str(action.get("label") or "ひらく"))
        if action.get("type") == "uri":
            uri = safe_uri(action.get("uri"))
            return _link(uri, label) if uri else _note(f"開けないリンク: {label}")
        if action.get("type") in {"postback", "message"}:
            return self._control(action)
        return _note(f"表示できない動き: {label}")


def _inert(action: Part) -> Markup:
    return Markup("<span>{}</span>").format(str(action.get("label") or "ボタン"))


def _separator(part: Part) -> Markup:
    return _tag("div", f"fx-separator {flex_css.classes(part)}", Markup())


def _object(value: object) -> Part:
    """``value`` when it is an object; anything else reads as an empty one."""
    return value if isinstance(value, Mapping) else {}


def _link(uri: str, inner: Markup) -> Markup:
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>').format(
        uri, inner
    )


def _note(words: str) -> Markup:
    return Markup('<div class="fx-note">{}</div>').format(words)


def _tag(name: str, classes: str, inner: Markup) -> Markup:
    return Markup('<{} class="{}">{}</{}>').format(name, " ".join(classes.split()), inner, name)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _parts(value: object) -> Iterator[Part]:
    """Every object in the tree, styles included."""
    if isinstance(value, Mapping):
        yield value
        for child in value.values():
            yield from _parts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _parts(child)
