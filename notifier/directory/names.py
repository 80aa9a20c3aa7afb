"""How names of groups and places are compared: folded, never changed in what is shown."""

import re
from collections.abc import Collection

from notifier.directory.errors import DirectoryInputError
from notifier.kit import text, tokens

MIN_PREFIX = 4
_OPENING = {")": "(", "]": "[", "」": "「", "』": "『", "】": "【"}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,58}")


def checked_name(value: str, *, what: str, limit: int) -> str:
    """The name as it is stored; empty and overlong ones are refused beside their field."""
    name = text.one_line(value)
    if not text.fold(name):
        raise DirectoryInputError(f"{what}の名前を入れてください。", field="name")
    if len(name) > limit:
        raise DirectoryInputError(f"{what}の名前は{limit}文字までにしてください。", field="name")
    return name


def checked_text(value: str, *, what: str, limit: int, field: str, has_lines: bool = False) -> str:
    """A text as it is stored, whole; one that is too long is refused beside its box."""
    kept = text.clean(value) if has_lines else text.one_line(value)
    if len(kept) > limit:
        raise DirectoryInputError(f"{what}は{limit}文字までにしてください。", field=field)
    return kept


def checked_key(value: str, *, prefix: str) -> str:
    """The key given, or a fresh one such as 「g-7k2m9p」 (Japanese names make no good keys)."""
    if not value:
        return f"{prefix}-{tokens.new_code(6)}"
    if not _KEY.fullmatch(value):
        raise DirectoryInputError("キーは小文字の英数字と - で書いてください。", field="key")
    return value


def best_name(folded: str, known: Collection[str]) -> str | None:
    """The known folded name that ``folded`` is, or the longest one it begins with.

    「地区センター２階 多目的室」 is the place 「地区センター」; two letters in common are not enough.
    """
    if folded in known:
        return folded
    heads = (name for name in known if len(name) >= MIN_PREFIX and folded.startswith(name))
    return max(heads, key=len, default=None)


def head_of(words: str, folded: str) -> str:
    """The part of ``words``, as it is written, that folds to ``folded``; the rest is a room of it.

    A long-vowel mark that folding leaves out belongs to the word before it, and so does the bracket
    that closes one opened there: 「会館（新館）２階」 begins with 「会館（新館）」.
    """
    ends = (end for end in range(len(words) + 1) if text.fold(words[:end]) == folded)
    end = next(ends, len(words))
    while end < len(words) and _belongs(words[:end], text.half(words[end])):
        end += 1
    return words[:end]


def _belongs(head: str, mark: str) -> bool:
    opening = _OPENING.get(mark)
    return mark == "ー" or (opening is not None and _is_open(text.half(head), opening, mark))


def _is_open(head: str, opening: str, closing: str) -> bool:
    return head.count(opening) > head.count(closing)
