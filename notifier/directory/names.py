"""How names of groups and places are compared: folded, never changed in what is shown."""

import re

from notifier.directory.errors import DirectoryInputError
from notifier.kit import text, tokens

MIN_PREFIX = 4
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,58}")


def checked_name(value: str, *, what: str, limit: int) -> str:
    """The name as it is stored; empty and overlong ones are refused beside their field."""
    name = text.one_line(value)
    if not text.fold(name):
        raise DirectoryInputError(f"{what}の名前を入れてください。", field="name")
    if len(name) > limit:
        raise DirectoryInputError(f"{what}の名前は{limit}文字までにしてください。", field="name")
    return name


def checked_key(value: str, *, prefix: str) -> str:
    """The key given, or a fresh one such as 「g-7k2m9p」 (Japanese names make no good keys)."""
    if not value:
        return f"{prefix}-{tokens.new_code(6)}"
    if not _KEY.fullmatch(value):
        raise DirectoryInputError("キーは小文字の英数字と - で書いてください。", field="key")
    return value


def best_name(folded: str, known: dict[str, int]) -> int | None:
    """The id whose folded name is ``folded``, or the longest one it begins with.

    「地区センター２階 多目的室」 is the place 「地区センター」; two letters in common are not enough.
    """
    if folded in known:
        return known[folded]
    heads = [name for name in known if len(name) >= MIN_PREFIX and folded.startswith(name)]
    return known[max(heads, key=len)] if heads else None
