"""How Flex looks: property values as class names, and the rules behind those classes.

Widths and sizes are those a phone shows; default colours are darkened to a contrast of 4.5:1.
"""

import re
from collections.abc import Callable, Iterator, Mapping

BUBBLE_WIDTHS = {
    "nano": 120,
    "micro": 160,
    "deca": 220,
    "hecto": 241,
    "kilo": 260,
    "mega": 300,
    "giga": 386,
}
FONT_PX = {
    "xxs": 11,
    "xs": 13,
    "sm": 14,
    "md": 16,
    "lg": 19,
    "xl": 22,
    "xxl": 29,
    "3xl": 35,
    "4xl": 48,
    "5xl": 74,
}
SPACE_PX = {"none": 0, "xs": 2, "sm": 4, "md": 8, "lg": 12, "xl": 16, "xxl": 20}
COLOR = re.compile(r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?")
LENGTH = re.compile(r"\d{1,4}(?:\.\d{1,2})?(?:px|%)")
RATIO = re.compile(r"(\d{1,5}):(\d{1,5})")
WHOLE = re.compile(r"\d{1,3}")
NOT_A_WORD = re.compile(r"[^a-z0-9]")

BASE = (
    ".fx-carousel{display:flex;gap:8px;overflow-x:auto;align-items:stretch;padding:4px}"
    ".fx-bubble{flex:0 0 auto;max-width:100%;background:#fff;color:#111;border-radius:16px;"
    "overflow:hidden;display:flex;flex-direction:column;border:1px solid #d8d8d8;"
    "box-sizing:border-box;text-align:start}"
    + "".join(f".fx-bubble-{name}{{width:{px}px}}" for name, px in BUBBLE_WIDTHS.items())
    + ".fx-carousel .fx-bubble{max-width:88%}"
    ".fx-header>.fx-box,.fx-body>.fx-box{padding:20px}.fx-footer>.fx-box{padding:10px}"
    ".fx-body{flex:1}"
    ".fx-box{display:flex;min-width:0;box-sizing:border-box}.fx-vertical{flex-direction:column}"
    ".fx-horizontal,.fx-baseline{flex-direction:row}.fx-baseline{align-items:baseline}"
    ".fx-horizontal>*,.fx-baseline>*{flex:1 1 0;min-width:0}"
    ".fx-text{font-size:16px;line-height:1.5;overflow-wrap:anywhere}"
    ".fx-wrap{white-space:pre-wrap}"
    ".fx-nowrap{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}"
    ".fx-weight-bold{font-weight:700}.fx-style-italic{font-style:italic}"
    ".fx-decoration-underline{text-decoration:underline}"
    ".fx-decoration-line-through{text-decoration:line-through}"
    ".fx-align-center{text-align:center}.fx-align-end{text-align:end}"
    ".fx-gravity-center{align-self:center}.fx-gravity-bottom{align-self:flex-end}"
    ".fx-separator{flex:0 0 auto;border-top:1px solid #d4d6da}"
    ".fx-horizontal>.fx-separator{border-top:0;border-left:1px solid #d4d6da}"
    ".fx-image{position:relative;width:100%;background:#eceef1;overflow:hidden;"
    "aspect-ratio:1;align-self:center}"
    ".fx-image img{width:100%;height:100%;object-fit:cover;display:block}"
    ".fx-placeholder{position:absolute;inset:0;display:grid;place-items:center;color:#50555c}"
    ".fx-button{display:flex}.fx-button>*{flex:1}"
    ".fx-button a,.fx-button span,.fx-button button,.fx-tap a,.fx-tap button{display:flex;"
    "align-items:center;justify-content:center;min-height:44px;width:100%;padding:4px 16px;"
    "border:0;border-radius:8px;font:inherit;text-decoration:none;box-sizing:border-box;"
    "background:transparent;color:#355a91;cursor:pointer;text-align:center}"
    ".fx-button-primary a,.fx-button-primary span,.fx-button-primary button{"
    "background:#06713a;color:#fff}"
    ".fx-button-secondary a,.fx-button-secondary span,.fx-button-secondary button{"
    "background:#dcdfe5;color:#111}"
    ".fx-note{background:#e8e8e8;color:#444;padding:4px 8px;font-size:13px}"
)

Rule = Callable[[str, str], str]


def classes(part: object) -> str:
    """The class names of a component's looks; values out of the ordinary give none."""
    return " ".join(name for name, _ in _styled(part))


def rules(part: object) -> dict[str, str]:
    """Class name → CSS rule of the same looks."""
    return {name: rule for name, rule in _styled(part) if rule}


def _styled(part: object) -> Iterator[tuple[str, str]]:
    if not isinstance(part, Mapping):
        return
    for prop, value in part.items():
        text = str(value)
        if text in _WORDS.get(prop, ()):
            yield f"fx-{prop}-{text}", ""
            continue
        kind = _kind(part, prop)
        name = f"fx-{kind}-{NOT_A_WORD.sub('_', text.lower())}"
        rule = _RULES[kind](name, text) if kind in _RULES else ""
        if rule:
            yield name, rule


def _kind(part: Mapping[str, object], prop: str) -> str:
    """Which rule a property means: a button's colour is not a text's, nor an image's size."""
    if prop == "size" and part.get("type") == "image":
        return "image"
    if prop == "color" and part.get("type") == "button":
        return f"{part.get('style', 'link')}Button"
    return prop


def _colored(template: str) -> Rule:
    return lambda name, text: (
        template.format(name=name, value=text) if COLOR.fullmatch(text) else ""
    )


def _sized(template: str) -> Rule:
    def rule(name: str, text: str) -> str:
        value = f"{SPACE_PX[text]}px" if text in SPACE_PX else text
        fits = text in SPACE_PX or LENGTH.fullmatch(text)
        return template.format(name=name, value=value) if fits else ""

    return rule


def _font(name: str, text: str) -> str:
    if text in FONT_PX:
        return f".{name}{{font-size:{FONT_PX[text]}px}}"
    return f".{name}{{font-size:{text}}}" if LENGTH.fullmatch(text) else ""


def _image(name: str, text: str) -> str:
    if text == "full":
        return f".{name}{{width:100%}}"
    if text in FONT_PX:
        return f".{name}{{width:{FONT_PX[text] * 5}px}}"
    return f".{name}{{width:{text}}}" if LENGTH.fullmatch(text) else ""


def _ratio(name: str, text: str) -> str:
    found = RATIO.fullmatch(text)
    return f".{name}{{aspect-ratio:{found[1]}/{found[2]}}}" if found else ""


def _flex(name: str, text: str) -> str:
    if not WHOLE.fullmatch(text):
        return ""
    grow = f"{text} {text} 0" if int(text) else "0 0 auto"
    return f".fx-box>.{name}{{flex:{grow}}}"


def _lines(name: str, text: str) -> str:
    if not WHOLE.fullmatch(text) or not int(text):
        return ""
    return (
        f".{name}{{display:-webkit-box;-webkit-box-orient:vertical;"
        f"-webkit-line-clamp:{text};overflow:hidden}}"
    )


_WORDS: dict[str, set[str]] = {
    "weight": {"bold"},
    "style": {"italic"},
    "decoration": {"underline", "line-through"},
    "align": {"center", "end"},
    "gravity": {"center", "bottom"},
    "height": {"sm", "md"},  # of a button: a word, not a length
}
_RULES: Mapping[str, Rule] = {
    "color": _colored(".{name}{{color:{value};border-color:{value}}}"),
    "primaryButton": _colored(".{name}>a,.{name}>span,.{name} button{{background:{value}}}"),
    "secondaryButton": _colored(".{name}>a,.{name}>span,.{name} button{{background:{value}}}"),
    "linkButton": _colored(".{name}>a,.{name}>span,.{name} button{{color:{value}}}"),
    "backgroundColor": _colored(".{name}{{background:{value}}}"),
    "borderColor": _colored(".{name}{{border:1px solid {value}}}"),
    "cornerRadius": _sized(".{name}{{border-radius:{value}}}"),
    "spacing": _sized(
        ".fx-vertical.{name}>*+*{{margin-top:{value}}}"
        ".fx-horizontal.{name}>*+*,.fx-baseline.{name}>*+*{{margin-left:{value}}}"
    ),
    "margin": _sized(
        ".fx-box.fx-vertical>*+.{name}{{margin-top:{value}}}"
        ".fx-box.fx-horizontal>*+.{name},.fx-box.fx-baseline>*+.{name}{{margin-left:{value}}}"
    ),
    "paddingAll": _sized(".fx-block .{name}.{name}{{padding:{value}}}"),
    "paddingTop": _sized(".fx-block .{name}.{name}{{padding-top:{value}}}"),
    "paddingBottom": _sized(".fx-block .{name}.{name}{{padding-bottom:{value}}}"),
    "paddingStart": _sized(".fx-block .{name}.{name}{{padding-left:{value}}}"),
    "paddingEnd": _sized(".fx-block .{name}.{name}{{padding-right:{value}}}"),
    "width": _sized(".fx-box>.{name},.{name}{{width:{value};flex:0 0 auto}}"),
    "height": _sized(".{name}{{height:{value}}}"),
    "size": _font,
    "image": _image,
    "aspectRatio": _ratio,
    "flex": _flex,
    "maxLines": _lines,
}
