"""One spelling for what people type in many: widths, waves, dashes, kanji numerals.

Folding here is for reading only; what the sender wrote is stored untouched. Unlike NFKC it leaves
①②③ alone, because in these lists they join a date with its times across three cells.
"""

import re
import unicodedata
from functools import lru_cache

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(c): "~" for c in "〜～∼˜⁓〰"}
_TABLE |= {ord(c): "-" for c in "－−―—–‐‑─━﹣"}
_TABLE |= {ord(c): " " for c in "\u3000\u00a0\t\u2003\u2002"}
_TABLE |= {ord(a): b for a, b in zip("､｡･｢｣／，．", "、。・「」/,.", strict=True)}
_TABLE |= {ord(c): "(" for c in "〔［[（"} | {ord(c): ")" for c in "〕］]）"}
_TABLE |= {
    ord(a): f"({b})" for a, b in zip("㈪㈫㈬㈭㈮㈯㈰㈷㈡", "月火水木金土日祝休", strict=True)
}
_TABLE |= {ord(a): b for a, b in zip("❶❷❸❹❺❻❼❽❾❿", "①②③④⑤⑥⑦⑧⑨⑩", strict=True)}
_TABLE |= {ord(c): "" for c in "\u200b\ufeff\u200e"}
_HALF_KANA = re.compile(r"[\uff66-\uff9f]+")
_KATAKANA = re.compile(r"(?<=[時分半日)\d])\s*(?P<from>カラ|ヨリ)|(?<=[時分半日)\d])\s*マデ")
_LONG_DASH = re.compile(r"(?<=[\d)])\s*ー\s*(?=[\d(])")
_HOURS = re.compile(r"(?<![\d:/.])(\d{1,2})\s*[-~]\s*(\d{1,2})時")  # 10-11時
_KANJI_NUMBER = re.compile(
    r"(?:(?<=第)[一二三四五六七八九十]+|[一二三四五六七八九十]+(?=[月時分歳才組名人円回]|日(?!町)))"
)
_KANJI_YEN = re.compile(
    r"(?<![\d,、数何幾一二三四五六七八九十百千万])[一二三四五六七八九十百千万]+(?=円)"
)
_YEN_KANA = re.compile(r"(?<=[\d百千万])\s*えん")
_PLACES = {"十": 10, "百": 100, "千": 1_000}
_TEN_THOUSAND = 10_000
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` with half-width digits and signs, one kind of wave and dash, unix line ends."""
    out = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").translate(_TABLE)
    if _HALF_KANA.search(out):
        out = _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), out)
    if "カラ" in out or "マデ" in out or "ヨリ" in out:
        out = _KATAKANA.sub(lambda m: "から" if m["from"] else "まで", out)
    return _HOURS.sub(r"\1時~\2時", _LONG_DASH.sub("-", out)).strip()


def kanji_number(text: str) -> int:
    """The number a short kanji numeral says: 二十四 is 24; below one hundred only."""
    tens, mark, ones = text.partition("十")
    if not mark:
        return int("".join(str(_DIGITS[c]) for c in text))
    return (_DIGITS[tens[-1]] if tens else 1) * 10 + (_DIGITS[ones[0]] if ones else 0)


def digits(text: str) -> str:
    """``text`` with kanji numerals before a counter (十時, 第二) written in digits."""
    return _KANJI_NUMBER.sub(lambda m: str(kanji_number(m.group())), text)


def yen(text: str) -> str:
    """``text`` with sums of money in kanji (千五百円) written in digits; 「二、三百円」 is no sum."""
    return _KANJI_YEN.sub(lambda m: str(_kanji_sum(m.group())), _YEN_KANA.sub("円", text))


def _kanji_sum(text: str) -> int:
    """千五百 is 1,500, 一万二千 is 12,000."""
    total = part = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "万":
            total, part, digit = (part + digit or 1) * _TEN_THOUSAND, 0, 0
        else:
            part, digit = part + (digit or 1) * _PLACES[c], 0
    return total + part + digit


def circled(mark: str) -> int:
    """The number inside ①."""
    return CIRCLED.index(mark) + 1
