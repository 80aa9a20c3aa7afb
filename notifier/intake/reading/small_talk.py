"""Words of a talk that announce nothing: greetings, thanks, nods, 「わかりません」. Pure."""

import re

from notifier.intake.reading.plain import plain
from notifier.kit.text import fold

BREAK = re.compile(r"[\s　]+|(?<=[。!！])|、")
GREETING = re.compile(
    r"^(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|お世話に(?:なって(?:い|お)ります|なります)|お疲れ(?:さま|様)です"
    r"|よろしくお(?:願|ねが)い(?:いた)?します|(?:どうぞ)?よろしく|(?:どうも)?ありがとう(?:ございま(?:す|した))?|助かります|すみません|お願いします|失礼します)[\Wー]*$"
)
_NODS = frozenset(
    fold(word)
    for word in [
        "はい",
        "はーい",
        "ええ",
        "うん",
        "OK",
        "オーケー",
        "オッケー",
        "おっけー",
        "了解",
        "了解です",
        "了解しました",
        "了解いたしました",
        "りょうかいです",
        "承知しました",
        "承知いたしました",
        "承知です",
        "わかりました",
        "分かりました",
        "かしこまりました",
        "大丈夫です",
    ]
)
_NO_VALUES = _NODS | frozenset(
    fold(word)
    for word in [
        "いいえ",
        "いえ",
        "そうです",
        "違います",
        "ちがいます",
        "わかりません",
        "分かりません",
        "わからない",
        "分からない",
        "わからないです",
        "分からないです",
        "不明",
        "不明です",
    ]
)
_POLITE = re.compile(
    r"(?:(?:を|が|で)?(?:行い?ます|おこないます|やります|(?:開催|実施)します)|です|になり(?:ます|ました))[。!！]?$"
)


def is_courtesy(words: str) -> bool:
    """Whether a message holds nothing but thanks and greetings."""
    pieces = [piece.strip(" 　、。!！♪") for piece in BREAK.split(plain(words))]
    said = [piece for piece in pieces if any(letter.isalnum() for letter in piece)]
    return bool(said) and all(GREETING.match(piece) for piece in said)


def is_nod(words: str) -> bool:
    """「はい」, 「了解です」, 「👍」, 「？」: heard, or not understood; what was asked for is not in it."""
    return fold(words) in _NODS or not any(letter.isalnum() for letter in words)


def has_no_value(words: str) -> bool:
    """Whether an answer is no place, no fee, no name: a nod, a yes or no, 「わかりません」."""
    return is_nod(words) or fold(words) in _NO_VALUES


def without_ending(words: str) -> str:
    """「南センターで行います」 as a field holds it: 「南センター」."""
    return _POLITE.sub("", words.strip()) or words
