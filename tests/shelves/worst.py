"""The worst that people hand in, and the schema LINE judges by."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from notifier.editions.card import Card, Frame
from notifier.editions.formats import html, line, text
from notifier.editions.set_voices import Voice
from notifier.editions.snapshot import Showing, Snapshot
from notifier.editions.words import words_of

FOLDER = "editions/weekly"
SCRIPT = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>"
START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8000/r/abcdefgh"


def snapshot(**changes: object) -> Snapshot:
    values: dict[str, Any] = {
        "listing_id": 1,
        "listing_version": 1,
        "kind": "event",
        "title": "ベビーマッサージ",
        "public_url": "http://127.0.0.1:8000/nishi/events/1",
        "timezone": "Asia/Tokyo",
        "told_on": date(2026, 11, 21),
        "showings": (Showing(START, START + timedelta(minutes=90), all_day=False),),
        "place_name": "第1地区会館",
        "audience_text": "0歳児と保護者",
        "fee_yen": 0,
        "apply_text": "電話で",
        "apply_by_at": START - timedelta(days=1),
        "outlets": ("web", "line", "email"),
    }
    return Snapshot(**(values | changes))


def filled(words: str) -> Snapshot:
    """The same long text in every field a sender can write."""
    fields = ("title", "organiser", "body", "place_name", "place_address", "audience_text",
              "fee_text", "apply_text", "bring_text", "weather_text", "contact_public")  # fmt: skip
    days = tuple(
        Showing(START + timedelta(days=n), START + timedelta(days=n + 1), all_day=False)
        for n in range(9)
    )
    return snapshot(**dict.fromkeys(fields, words), showings=days)


def frame(language: str = "ja", words: str = "") -> Frame:
    return Frame(
        hub_name="西区地域子育て支援拠点",
        title=words or "11月21日号 今週のおでかけ",
        greeting=words or "こんにちは。",
        calendar_url="http://127.0.0.1:8000/nishi/",
        sender="西区 <news@example.jp>",
        postal_address="神奈川県横浜市（練習用の住所）",
        contact="045-000-0000",
        words=words_of(language),
        voices=tuple(Voice(said=words[:80], did=words[:160]) for _ in range(2 if words else 0)),
    )


def issue(cards: list[Card], one: Frame) -> tuple[str, str, str]:
    words = one.words
    return (
        line.issue(one, cards, [line.card(card, URL, words) for card in cards]),
        text.issue(one, [text.card(c, URL, words, folder=FOLDER) for c in cards], folder=FOLDER),
        html.issue(one, [html.card(c, URL, words, folder=FOLDER) for c in cards], folder=FOLDER),
    )


WORST = {
    "kana": "あ" * 300,
    "emoji": "👨‍👩‍👧‍👦🎉" * 60,
    "surrogates": "𠮷" * 300,
    "script": SCRIPT * 6,
    "quotes": '"\\\n' * 150,
    "braces": "{0}{{ x }}{% raw %}%%SETTINGS_URL%%" * 10,
    "one": "あ",
}


def schema_accepts(body: dict[str, Any]) -> None:
    """LINE's published schema, closed; only where the real inputs are at hand."""
    inputs = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not inputs:
        return
    from openapi_core.testing import MockRequest

    openapi().validate_request(
        MockRequest(
            "https://api.line.me",
            "post",
            "/v2/bot/message/multicast",
            headers={
                "Authorization": "Bearer x",
                "X-Line-Retry-Key": "123e4567-e89b-12d3-a456-426614174000",
            },
            data=json.dumps(body).encode(),
            content_type="application/json",
        )
    )


_OPENAPI: list[Any] = []


def openapi() -> Any:
    """The schema, read once."""
    if not _OPENAPI:
        from openapi_core import OpenAPI

        folder = Path(os.environ["NOTIFIER_REAL_INPUTS"]).parent / "common" / "schemas"
        _OPENAPI.append(
            OpenAPI.from_file_path(str(folder / "line-openapi" / "messaging-api.strict.yml"))
        )
    return _OPENAPI[0]
