"""Flex as HTML: whatever a group typed stays text."""

import re

import pytest

from notifier.kit import flex_html

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} %s {0}",
    "'\"&<>",
)
BAD_ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//elsewhere.example.jp",
    "http://[broken",
)


def bubble(*contents: object, **more: object) -> dict[str, object]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "bubble", "body": body, **more}


def drawn(*contents: object) -> str:
    return str(flex_html.render(bubble(*contents)))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup(text: str) -> None:
    action = {"type": "uri", "label": text, "uri": "https://hub.example.jp/?q=" + text}
    card = bubble(
        {"type": "text", "text": text, "color": text, "size": text, "weight": text},
        {"type": "text", "contents": [{"type": "span", "text": text, "color": text}]},
        {"type": "button", "style": text, "color": text, "action": action},
        {"type": "button", "action": {"type": "postback", "label": text, "data": text}},
        {"type": "image", "url": "https://hub.example.jp/" + text, "aspectRatio": text},
        {"type": text, "text": text},
        {"type": "box", "layout": text, "contents": [], "backgroundColor": text},
        size=text,
        styles={"body": {"backgroundColor": text}},
    )
    html = str(flex_html.render(card, show_images=True))
    styles = str(flex_html.stylesheet([card]))
    assert set(re.findall(r"<(\w+)", html)) <= {"div", "span", "a", "img"}
    assert not re.search(r"<[^>]*\son\w+=", html)
    assert "<" not in styles
    assert "alert" not in styles


@pytest.mark.parametrize("uri", BAD_ADDRESSES)
def test_only_web_telephone_and_line_addresses_become_links(uri: str) -> None:
    html = drawn(
        {"type": "button", "action": {"type": "uri", "label": "押す", "uri": uri}},
        {"type": "text", "text": "読む", "action": {"type": "uri", "uri": uri}},
        {"type": "image", "url": uri},
    )
    assert "href" not in html
    assert "開けないリンク: 押す" in html


@pytest.mark.parametrize("uri", ["https://e.jp/", "http://e.jp/", "tel:045-000-0000", "line://x"])
def test_good_addresses_become_links_that_tell_nothing(uri: str) -> None:
    html = drawn({"type": "button", "action": {"type": "uri", "label": "押す", "uri": uri}})
    assert f'<a href="{uri}" rel="noopener noreferrer nofollow" target="_blank">押す</a>' in html


@pytest.mark.parametrize("part", [{"type": "video"}, {"type": None}, "text", None, 1, []])
def test_what_is_not_known_is_shown_as_a_note(part: object) -> None:
    assert 'class="fx-note"' in drawn(part)


def test_a_box_nested_without_end_is_cut() -> None:
    part: dict[str, object] = {"type": "text", "text": "底"}
    for _ in range(40):
        part = {"type": "box", "layout": "vertical", "contents": [part]}
    assert "底" not in drawn(part)


def test_a_carousel_can_be_scrolled_by_keyboard_and_says_how_many() -> None:
    html = str(flex_html.render({"type": "carousel", "contents": [bubble(), bubble()]}))
    assert 'tabindex="0"' in html
    assert "カード2枚" in html
    assert html.count('class="fx-bubble') == 2


def test_looks_become_classes_with_rules_and_never_style_attributes() -> None:
    card = bubble({"type": "text", "text": "題", "color": "#0017C1", "size": "lg", "wrap": True})
    html, styles = str(flex_html.render(card)), str(flex_html.stylesheet([card]))
    assert "style=" not in html
    assert "fx-color-_0017c1" in html
    assert ".fx-color-_0017c1{color:#0017C1" in styles
    assert ".fx-size-lg{font-size:19px}" in styles


def test_images_stay_frames_unless_asked_for() -> None:
    card = bubble({"type": "image", "url": "https://hub.example.jp/1.jpg"})
    assert "<img" not in str(flex_html.render(card))
    assert '<img src="https://hub.example.jp/1.jpg"' in str(
        flex_html.render(card, show_images=True)
    )


def test_a_page_draws_the_buttons_that_do_something_itself() -> None:
    from markupsafe import Markup

    card = bubble({"type": "button", "action": {"type": "postback", "label": "はい", "data": "y"}})
    html = flex_html.render(card, control=lambda action: Markup("<b>{}</b>").format(action["data"]))
    assert "<b>y</b>" in html


def test_a_buttons_height_is_a_word_not_a_length() -> None:
    action = {"type": "uri", "label": "見る", "uri": "https://example.jp/"}
    button = {"type": "button", "style": "primary", "height": "sm", "action": action}
    footer = {"type": "box", "layout": "vertical", "contents": [button]}
    css = flex_html.stylesheet([{"type": "bubble", "footer": footer}])
    assert "fx-height-sm{" not in css
