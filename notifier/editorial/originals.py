"""What the group sent, as rows a person can read beside our reading. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from notifier.editorial.words import KINDS, LABELS
from notifier.taxonomy import OUTLETS, THEMES

_NAMES = LABELS | {
    "row": "表の行",
    "sheet": "シート",
    "text": "本文",
    "photo": "写真",
    "subject": "件名",
    "filename": "ファイル",
    "title": "行事名",
    "date": "日付",
    "when": "日時",
    "place": "会場",
    "audience": "対象",
    "fee": "費用",
    "body": "内容",
    "apply": "申込み",
    "contact": "問合せ先",
    "organiser": "主催",
    "email": "メール",
    "from": "差出人",
    "sent": "送信日時",
    "files": "添付",
    "answers": "返信先",
    "districts": "地区",
    "apply_by": "申込みの締切",
    "feed": "配信元",
    "url": "ページ",
}
# The rows of dates of our form: date_1, start_1, end_1 …
_PARTS = {"date": "日にち", "start": "始まり", "end": "終わり"}
_VALUES: dict[str, Mapping[str, str]] = {"kind": KINDS, "themes": THEMES, "outlets": OUTLETS}
SOURCES = {
    "web_form": "フォーム",
    "spreadsheet": "表のファイル",
    "csv": "表のファイル",
    "staff_entry": "職員の入力",
    "line_message": "LINE",
    "email": "メール",
    "rss": "フィード",
    "ical": "カレンダー",
}


def original_rows(original: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(label, words) pairs of an original, in its own order; empty cells are left out."""
    headers = original.get("headers") or original.get("header") or original.get("columns") or ()
    return tuple(
        (label, words)
        for key, value in original.items()
        if key not in ("headers", "header", "columns")
        for label, words in _rows(key, value, headers)
        if words.strip()
    )


def _rows(key: str, value: object, headers: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _rows(str(name), inner, ())
    elif isinstance(value, list | tuple):
        for number, cell in enumerate(value):
            yield from _rows(_header(headers, number, key), cell, ())
    elif value is not None:
        yield _label(key), _words(key, str(value))


def _label(key: str) -> str:
    part, _, number = key.rpartition("_")
    if part in _PARTS and number.isdecimal():
        return f"{_PARTS[part]} {number}"
    return _NAMES.get(key, key)


def _words(key: str, value: str) -> str:
    """Keys our own boxes sent, in words; what a person typed stays as it is."""
    names = _VALUES.get(key)
    if names is None:
        return value
    return "、".join(names.get(one, one) for one in value.split(";"))


def _header(headers: object, number: int, key: str) -> str:
    if isinstance(headers, list | tuple) and number < len(headers) and headers[number]:
        return str(headers[number])
    return f"{number + 1}列目" if key == "cells" else _label(key)
