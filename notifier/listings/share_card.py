"""A square picture of a listing for Instagram and Facebook: the facts, large and in two colours.

Whatever stands in it stands in ``caption.alt_text`` too. Long words are cut with … and never run
out of the picture.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from notifier.hubs import Hub
from notifier.kit.fonts import japanese_fonts
from notifier.kit.text import clean, one_line
from notifier.listings.caption import facts, when_lines
from notifier.listings.models import Listing, ListingStatus

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SIDE = 1080
MARGIN = 72
BAND = 132
GAP = 10
FACT_SIZES = (52, 46, 40, 34)
PAPER, INK, SOFT, BLUE, RED = "#ffffff", "#1a1a1c", "#4d4d4d", "#0017c1", "#b50000"
NOT_AT_START = "、。，．）」』】〉》！？・ー〜…)"
LAST_PLANE_WE_DRAW = 0xFFFF  # beyond it the font has no signs (emoji)


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks; ``lines`` is the most it may take."""

    size: int
    colour: str
    lines: int
    is_bold: bool = False
    is_struck: bool = False


def share_card(listing: Listing, hub: Hub, *, now: datetime) -> bytes:
    """A PNG of 1080 × 1080. Raises ``NoFontError`` on a machine without a Japanese font."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (SIDE, SIDE), PAPER)
    draw = ImageDraw.Draw(picture)
    is_cancelled = listing.status is ListingStatus.CANCELLED
    colour = RED if is_cancelled else BLUE
    draw.rectangle((0, 0, SIDE, BAND), fill=colour)
    head = "中止になりました" if is_cancelled else one_line(hub.name)
    _write(draw, head, (BAND - 48) // 2 - 6, Style(44, PAPER, 1, is_bold=True))
    top = BAND + 48
    top = _write(draw, listing.title, top, Style(72, INK, 3, is_bold=True, is_struck=is_cancelled))
    top += 20
    for line in when_lines(listing, hub, now):
        top = _write(draw, line, top, Style(56, colour, 1, is_bold=True, is_struck=is_cancelled))
    top += 20
    foot = SIDE - BAND
    told = [f"{label}：{words}" for label, words in facts(listing, hub) if words]
    if is_cancelled and listing.status_reason:
        told = [f"理由：{listing.status_reason}", *told]
    style = _roomiest(told, foot - top)
    for line in told:
        if top + style.lines * _leading(style) <= foot:
            top = _write(draw, line, top, style) + GAP
    draw.rectangle((0, foot, SIDE, SIDE), fill="#f2f2f2")
    foot_words = "変わることがあります。くわしくはホームページで。"
    _write(draw, foot_words, foot + 14, Style(34, SOFT, 1))
    _write(draw, one_line(hub.contact or hub.name), foot + 64, Style(34, SOFT, 1))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _roomiest(told: list[str], room: int) -> Style:
    """The largest letters with which everything fits, else the smallest we print."""
    styles = [Style(size, INK, 2) for size in FACT_SIZES]
    for style in styles:
        font = _font(style.size, is_bold=False)
        lines = sum(len(_wrapped(_drawable(line), font, style.lines)) for line in told)
        # one line more: the last paragraph must not be left out for want of its second line
        if (lines + 1) * _leading(style) + GAP * len(told) <= room:
            return style
    return styles[-1]


def _write(draw: "ImageDraw.ImageDraw", words: str, top: int, style: Style) -> int:
    """Write a paragraph and return where the next one may begin."""
    font = _font(style.size, is_bold=style.is_bold)
    for line in _wrapped(_drawable(words), font, style.lines):
        draw.text((MARGIN, top), line, font=font, fill=style.colour)
        if style.is_struck:
            middle = top + round(style.size * 0.75)
            right = MARGIN + round(font.getlength(line))
            draw.line((MARGIN, middle, right, middle), fill=RED, width=5)
        top += _leading(style)
    return top


def _wrapped(words: str, font: "ImageFont.FreeTypeFont", most: int) -> list[str]:
    """Lines no wider than the picture; a closing sign never begins one."""
    width = SIDE - 2 * MARGIN
    lines = [""]
    for sign in words:
        fits = font.getlength(lines[-1] + sign) <= width
        hangs = sign in NOT_AT_START and font.getlength(lines[-1]) <= width
        if fits or hangs:
            lines[-1] += sign
        else:
            lines.append(sign)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while font.getlength(last + "…") > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _leading(style: Style) -> int:
    return round(style.size * 1.4)


def _drawable(words: str) -> str:
    flat = one_line(clean(words))
    return "".join(sign for sign in flat if ord(sign) <= LAST_PLANE_WE_DRAW)


@lru_cache(maxsize=16)
def _font(size: int, *, is_bold: bool) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    files = japanese_fonts()
    wanted = "bold" if is_bold else "regular"
    path = next((one for one in files if wanted in one.stem.lower()), files[0])
    return ImageFont.truetype(str(path), size)
